import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sqlAt } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { freshCluster, freshDirectory } from '../harness/directory.ts'
import { freePort } from '../harness/port.ts'
import { childrenOf } from '../harness/processes.ts'
import { runScrip, startServer } from '../harness/server.ts'
import { smallDisk } from '../harness/small-disk.ts'
import { until } from '../harness/until.ts'
import { scrip } from './in-process.ts'

const isUp = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

/** The process id of the PostgreSQL of a data directory, while it runs. */
function postmaster(dataDir: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
  } catch {
    return undefined
  }
}

describe('serve', () => {
  test('brings its own PostgreSQL, says where everything is, takes over what was killed, and takes it along when it ends', async () => {
    const server = await startServer()
    expect(await isUp(server.baseUrl)).toBe(true)
    expect(server.output.stdout).toContain(`Scrip listens on ${server.baseUrl}`)
    expect(server.output.stdout).toContain(`Its data is in ${server.dataDir}`)
    expect(server.output.stdout).toContain(join(server.dataDir, 'credentials.json'))
    expect(postmaster(server.dataDir)).toBeGreaterThan(1)

    // A second one on the same data ends in one line, and the first goes on.
    const second = runScrip(['serve'], { SCRIP_DATA_DIR: server.dataDir, PORT: String(await freePort()) })
    expect(await second.exited).toEqual({ code: 1, signal: null })
    expect(second.output.stderr).toMatch(
      /^Another Scrip \(process \d+\) already works on the data directory .*\n$/,
    )
    expect(await isUp(server.baseUrl)).toBe(true)
    expect(server.output.stderr).toBe('')

    // Killed, it leaves PostgreSQL running, and the next one takes that over.
    const pid = postmaster(server.dataDir)
    await server.kill('SIGKILL')
    const next = await startServer({ dataDir: server.dataDir })
    expect(next.output.stdout).toContain(`PostgreSQL (process ${pid}) was still running and is taken over`)
    expect(postmaster(server.dataDir)).toBe(pid)
    expect(await next.kill('SIGINT')).toEqual({ code: 0, signal: null })
    expect(next.output.stderr).toBe('')
    expect(postmaster(server.dataDir)).toBe(undefined)
  })

  test('works on a given database, of which it keeps nothing open', async () => {
    const { url } = await freshDatabase({ empty: true })
    const [one, two] = await Promise.all([startServer({ database: url }), startServer({ database: url })])
    expect(await isUp(one.baseUrl)).toBe(true)
    expect(await isUp(two.baseUrl)).toBe(true)
    expect(await one.kill()).toEqual({ code: 0, signal: null })
    expect(await two.kill()).toEqual({ code: 0, signal: null })
  })
})

describe('serve --processes', () => {
  test('shares a port, starts a killed process again, and drains as one', async () => {
    const { url } = await freshDatabase()
    const server = await startServer({ database: url, processes: 2 })
    const children = () => childrenOf(Number(server.child.pid)).map(String)
    const before = children()
    expect(before).toHaveLength(2)
    process.kill(Number(before[0]), 'SIGKILL')
    await until(
      'another process in its place',
      () => children().length === 2 && !children().includes(String(before[0])),
    )
    expect(await isUp(server.baseUrl)).toBe(true)
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(server.output.stderr).toBe('')
  })

  test('a used port ends all of them in one line', async () => {
    const { url } = await freshDatabase()
    const port = await blockedPort()
    const env = { DATABASE_URL: url, PORT: String(port), SCRIP_DATA_DIR: freshDirectory() }
    const ended = runScrip(['serve', '--processes', '2'], env)
    expect(await ended.exited).toEqual({ code: 1, signal: null })
    expect(ended.output.stderr).toBe(`Port ${port} of 127.0.0.1 is in use; set PORT to a free one.\n`)
  })
})

describe('a start that cannot be', () => {
  test.each<[string, number, string[], NodeJS.ProcessEnv, RegExp]>([
    [
      'wrong settings',
      2,
      ['serve'],
      { PORT: 'x', SCRIP_LANES: '-1' },
      /^PORT is "x".*\nSCRIP_LANES is "-1".*\n$/,
    ],
    [
      'an unknown option',
      2,
      ['serve', '--proceses', '2'],
      {},
      /^Unknown option '--proceses'; see "scrip help"\.\n$/,
    ],
    ['a wrong option', 2, ['serve', '--processes', '0'], {}, /^--processes is "0"; accepted is .*\n$/],
    ['an unknown command', 2, ['server'], {}, /^There is no command "server".*\n$/],
    [
      'a wrong password',
      1,
      ['migrate'],
      { DATABASE_URL: 'bad login' },
      /^The database of DATABASE_URL cannot.*\n$/,
    ],
  ])('%s: exit %d and a line each', async (what, code, args, env, stderr) => {
    const settings = { ...env, SCRIP_DATA_DIR: freshDirectory() }
    if (what === 'a wrong password') {
      const { url } = await freshDatabase()
      Object.assign(settings, { DATABASE_URL: url.replace(/:[^:@]+@/, ':wrong@') })
    }
    // What begins to serve does so in a process of its own.
    if (what === 'wrong settings' || what === 'an unknown command') {
      const child = runScrip(args, settings)
      expect(await child.exited).toEqual({ code, signal: null })
      expect(child.output.stderr).toMatch(stderr)
    } else
      expect(await scrip(settings, ...args)).toMatchObject({ code, stderr: expect.stringMatching(stderr) })
  })

  test('more processes than the database has connections for: a line that says what to do', async () => {
    const { url } = await freshDatabase()
    const env = { DATABASE_URL: url, SCRIP_DATA_DIR: freshDirectory() }
    const ended = runScrip(['serve', '--processes', '64'], env)
    expect(await ended.exited).toEqual({ code: 1, signal: null })
    expect(ended.output.stderr).toMatch(
      /^--processes 64 may need 1920 connections, and PostgreSQL has room for \d+\. Raise its max_connections, or start \d processes\.\n$/,
    )
  })

  test('a database that loses what was answered: a line that says what to do', async () => {
    const { name, owner, url } = await freshDatabase()
    await sqlAt(owner, `alter database ${name} set synchronous_commit = off`)
    const ended = runScrip(['serve'], { DATABASE_URL: url, SCRIP_DATA_DIR: freshDirectory() })
    expect(await ended.exited).toEqual({ code: 1, signal: null })
    expect(ended.output.stderr).toMatch(
      /^PostgreSQL's synchronous_commit is off, so a crash would lose .* Set it to on for the database: .*\n$/,
    )
  })

  test.each([
    ['serve', 'with a PostgreSQL of its own'],
    ['serve', 'on a given database'],
    ['verify', 'with a PostgreSQL of its own'],
  ])('a data directory that may not be written: %s %s', async (command, where) => {
    const dataDir = unwritableDirectory()
    if (dataDir === null) return
    const given = where === 'on a given database' ? { DATABASE_URL: (await freshDatabase()).url } : {}
    const ended = runScrip([command], { ...given, SCRIP_DATA_DIR: dataDir, PORT: String(await freePort()) })
    expect(await ended.exited).toEqual({ code: 1, signal: null })
    expect(ended.output.stderr).toMatch(/^\S.* cannot be written \(.*\): .* set SCRIP_DATA_DIR to .*\n$/)
    expect(ended.output.stderr).toContain(dataDir)
  })

  test.each(['', '{"base_url": "http', 'null', '{}'])('credentials that say %j', async (text) => {
    const { url } = await freshDatabase()
    const dataDir = freshDirectory('data')
    const file = join(dataDir, 'credentials.json')
    writeFileSync(file, text, { mode: 0o600 })
    const env = { SCRIP_DATA_DIR: dataDir, PORT: String(await freePort()) }
    const ended = runScrip(['serve'], { ...env, DATABASE_URL: url })
    onTestFinished(() => void ended.kill())
    expect(await ended.exited).toEqual({ code: 1, signal: null })
    const line = new RegExp(`^${file} cannot be read .*: put it back from a backup, or remove it and .*\\n$`)
    expect(ended.output.stderr).toMatch(line)
    expect(readFileSync(file, 'utf8')).toBe(text)
    expect(await scrip(env, 'keys', 'list')).toMatchObject({ code: 1, stderr: expect.stringMatching(line) })
    // Who says where and by which key asks nothing of the file.
    const said = { ...env, SCRIP_URL: `http://127.0.0.1:${env.PORT}`, SCRIP_API_KEY: 'sk_said' }
    expect(await scrip(said, 'accounts', 'list')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^No server answers at /),
    })
  })

  test('a used port: a line, and no PostgreSQL left behind', async () => {
    const [port, dataDir] = [await blockedPort(), freshCluster()]
    const env = { PORT: String(port), SCRIP_DATA_DIR: dataDir, SCRIP_LANES: '64' }
    const ended = runScrip(['serve', '--processes', '3'], env)
    expect(await ended.exited).toEqual({ code: 1, signal: null })
    expect(ended.output.stderr).toBe(`Port ${port} of 127.0.0.1 is in use; set PORT to a free one.\n`)
    expect(postmaster(dataDir)).toBe(undefined)
    // It took as many connections as they may come to have.
    expect(readFileSync(join(dataDir, 'postgres', 'scrip.conf'), 'utf8')).toContain("max_connections = '316'")
  })
})

test('migrate brings a database up to date and ends; help lists the commands', async () => {
  const { url } = await freshDatabase({ empty: true })
  const migrate = runScrip(['migrate'], { DATABASE_URL: url })
  expect(await migrate.exited).toEqual({ code: 0, signal: null })
  expect(migrate.output.stdout).toMatch(/Applied the migration 0001-[\s\S]*up to date\n$/)
  const help = await scrip({}, 'help')
  expect(help.code).toBe(0)
  expect(help.stdout).toMatch(/scrip serve \[--processes N\]/)
})

/** Root may write wherever the disk lets it; null where no disk can be mounted for it. */
function unwritableDirectory(): string | null {
  if (process.getuid?.() !== 0) {
    const directory = freshDirectory('data')
    chmodSync(directory, 0o555)
    return directory
  }
  const disk = smallDisk(1)
  if (disk) execFileSync('mount', ['-o', 'remount,ro', disk.directory])
  else console.warn('skipped: no disk can be mounted here, which takes root and the right to mount')
  return disk?.directory ?? null
}

async function blockedPort(): Promise<number> {
  const port = await freePort()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return port
}
