import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type EmbeddedOptions, startEmbedded } from '../../../src/store/embedded/start.ts'
import { freshCluster, freshDirectory } from '../../harness/directory.ts'
import { rounds } from '../../harness/rounds.ts'

const isRoot = process.getuid?.() === 0
/** On a busy machine it takes longer. */
const BACK_WITHIN_MS = rounds(5_000, 60_000)

async function start(dataDir: string, more: Partial<EmbeddedOptions> = {}) {
  const lines: string[] = []
  const settings = { shared_buffers: '16MB' }
  const embedded = await startEmbedded({ dataDir, log: (line) => lines.push(line), settings, ...more })
  onTestFinished(() => embedded.stop())
  return { ...embedded, lines }
}

async function query(config: pg.ClientConfig, sql: string) {
  const client = new pg.Client(config)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** How long until it answers again. */
async function back(config: pg.ClientConfig): Promise<number> {
  const from = performance.now()
  for (;;) {
    try {
      await query(config, 'select 1')
      return performance.now() - from
    } catch {
      if (performance.now() - from > BACK_WITHIN_MS) throw new Error('PostgreSQL did not come back')
      await sleep(10)
    }
  }
}

/** Starts one in a process of its own and kills that, which leaves its PostgreSQL running. */
async function startAndBeKilled(dataDir: string) {
  const source = JSON.stringify(join(import.meta.dirname, '../../../src/store/embedded/start.ts'))
  const script = `const { startEmbedded } = await import(${source})
    const e = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log() {} })
    console.log(e.pid()); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await new Promise<Buffer[]>((resolve) =>
    child.stdout.once('data', (...data) => resolve(data)),
  )
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  return Number(said)
}

describe('an embedded PostgreSQL', () => {
  test('is durable, UTF-8, and open to a unix socket only; psql takes its URL', async () => {
    const { owner, url, adopted, stop } = await start(freshDirectory())
    expect(adopted).toBe(false)
    const names = [
      'fsync',
      'synchronous_commit',
      'full_page_writes',
      'server_encoding',
      'listen_addresses',
      'TimeZone',
    ]
    const [row] = await query(owner, `select ${names.map((name) => `current_setting('${name}') "${name}"`)}`)
    expect(Object.values(row)).toEqual(['on', 'on', 'on', 'UTF8', '', 'UTC'])
    expect(await query({ connectionString: url }, 'select current_user')).toEqual([
      { current_user: 'scrip_owner' },
    ])
    if (spawnSync('psql', ['--version']).status === 0) {
      expect(execFileSync('psql', [url, '-Atc', 'select current_database()'], { encoding: 'utf8' })).toBe(
        'scrip\n',
      )
    }
    await expect(query({ ...owner, password: 'wrong' }, 'select 1')).rejects.toThrow(
      /password authentication failed/,
    )
    expect(statSync(owner.host ?? '').mode & 0o777).toBe(0o700)
    await stop()
    await expect(query(owner, 'select 1')).rejects.toThrow(/ENOENT|ECONNREFUSED/)
  })

  test('keeps its data over a stop', async () => {
    const dataDir = freshCluster()
    const first = await start(dataDir)
    await query(first.owner, 'create table kept as select 7 as n')
    await first.stop()
    const second = await start(dataDir)
    expect(second.owner.password).toBe(first.owner.password)
    expect(await query(second.owner, 'select n from kept')).toEqual([{ n: 7 }])
  })

  test('takes a socket elsewhere where the path is too long for one', async () => {
    const { owner } = await start(join(freshDirectory(), 'deep'.repeat(30)))
    expect(Buffer.byteLength(`${owner.host}/.s.PGSQL.5432.lock`)).toBeLessThanOrEqual(104)
    expect(await query(owner, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('is refused a second starter, who does no harm', async () => {
    const dataDir = freshCluster()
    const first = await start(dataDir)
    const error = await start(dataDir).catch((caught) => caught)
    expect(error).toMatchObject({
      name: 'CannotStart',
      message: expect.stringContaining(`process ${process.pid}`),
    })
    expect(error.message).not.toContain('\n')
    expect(await query(first.owner, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('what was killed', () => {
  test('a PostgreSQL left by a killed server is taken over', async () => {
    const dataDir = freshCluster()
    const pid = await startAndBeKilled(dataDir)
    const next = await start(dataDir)
    expect([next.adopted, next.pid()]).toEqual([true, pid])
    expect(await query(next.owner, 'select 1 as one')).toEqual([{ one: 1 }])
    process.kill(pid, 'SIGKILL')
    expect(await back(next.owner)).toBeLessThan(BACK_WITHIN_MS)
    expect(next.pid()).not.toBe(pid)
  })

  test('a killed postmaster is started again, also while its backends are at work, time after time', async () => {
    const { owner, pid, lines } = await start(freshCluster())
    await query(owner, 'create table counted (n int)')
    for (let round = 1; round <= 4; round += 1) {
      await query(owner, `insert into counted values (${round})`)
      const busy = query(owner, 'select count(*) from generate_series(1, 1e9)').catch(() => undefined)
      await sleep(50)
      process.kill(pid() ?? 0, 'SIGKILL')
      expect(await back(owner)).toBeLessThan(BACK_WITHIN_MS)
      await busy
      expect(await query(owner, 'select count(*)::int n from counted')).toEqual([{ n: round }])
    }
    expect(lines.filter((line) => /ended unexpectedly/.test(line))).toHaveLength(4)
  })

  test("a pid file that names a stranger is in nobody's way", async () => {
    const dataDir = freshCluster()
    const first = await start(dataDir)
    const file = join(dataDir, 'postgres', 'postmaster.pid')
    const text = readFileSync(file, 'utf8')
    await first.stop()
    // As after a restart of a container: the id of the dead one is that of a living program of the same user.
    const { uid, gid } = statSync(join(dataDir, 'postgres'))
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot && { uid, gid }) })
    onTestFinished(() => void stranger.kill())
    writeFileSync(file, text.replace(/^\d+/, String(stranger.pid)))
    writeFileSync(join(dataDir, 'run', '.s.PGSQL.5432.lock'), text.replace(/^\d+/, String(stranger.pid)))
    const second = await start(dataDir)
    expect(second.adopted).toBe(false)
    expect(stranger.exitCode).toBe(null)
  })

  test('half a cluster of an interrupted first start is made again', async () => {
    const dataDir = freshDirectory()
    mkdirSync(join(dataDir, 'postgres.half-1', 'base'), { recursive: true })
    const { owner } = await start(dataDir)
    expect(await query(owner, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(join(dataDir, 'postgres.half-1'))).toBe(false)
  })
})

test('a cluster of another PostgreSQL is refused in one line', async () => {
  const dataDir = freshDirectory()
  mkdirSync(join(dataDir, 'postgres'))
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '16\n')
  await expect(start(dataDir)).rejects.toThrow(/was made by PostgreSQL 16.*pg_dump/)
})

test('a PostgreSQL that cannot start says why', async () => {
  const failing = start(freshDirectory(), { settings: { shared_buffers: '-3MB' } })
  await expect(failing).rejects.toThrow(/did not start: .*shared_buffers.*\(see .*postgres\.log\)/)
})

describe.runIf(isRoot)('as root', () => {
  test('it runs as another user, and outside a folder that only root may read', async () => {
    const closed = freshDirectory()
    chmodSync(closed, 0o700)
    const dataDir = join(closed, '.scrip')
    const first = await start(dataDir)
    const place = readFileSync(join(dataDir, 'postgres-location'), 'utf8').trim()
    expect(place).toMatch(/^\/var\/lib\/scrip\/[0-9a-f]{16}$/)
    expect(first.lines.join('\n')).toContain(`kept in ${place}, since the user`)
    const status = readFileSync(`/proc/${first.pid()}/status`, 'utf8')
    expect(status).not.toMatch(/^Uid:\t0/m)
    await query(first.owner, 'create table kept as select 7 as n')
    await first.stop()
    const second = await start(dataDir)
    expect(await query(second.owner, 'select n from kept')).toEqual([{ n: 7 }])
    await second.stop()

    const copy = freshDirectory()
    writeFileSync(join(copy, 'postgres-location'), `${place}\n`)
    await expect(start(copy)).rejects.toThrow(/seems a copy/)
  })
})
