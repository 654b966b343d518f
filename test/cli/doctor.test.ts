import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { portInUse } from '../../src/cli/doctor/port-in-use.ts'
import { serverAnswers } from '../../src/cli/doctor/server-answers.ts'
import { freshDatabase } from '../harness/database.ts'
import { freshDirectory } from '../harness/directory.ts'
import { freePort } from '../harness/port.ts'
import { startServer } from '../harness/server.ts'
import { scrip } from './in-process.ts'
import { look } from './look.ts'

describe('scrip doctor', () => {
  test('finds nothing wrong with a server that runs, and says what its ledger is like', async () => {
    const database = await freshDatabase()
    const { dataDir, port, baseUrl } = await startServer({ database: database.url })
    const env = { SCRIP_DATA_DIR: dataDir, PORT: String(port), DATABASE_URL: database.url }
    expect((await scrip({ SCRIP_DATA_DIR: dataDir }, 'verify')).code).toBe(0)
    const { code, stdout, stderr } = await scrip(env, 'doctor')
    const lines = stdout.split('\n').filter((line) => !line.startsWith(' '))
    // The pages are built by whoever installs, and tests don't need them.
    expect(lines.filter((line) => line.startsWith('wrong') && !/pages/.test(line))).toEqual([])
    expect(stderr).toBe('')
    for (const line of [
      `ok     port: Scrip itself listens on port ${port} of 127.0.0.1.`,
      `ok     server: It answers at ${baseUrl} and is ready.`,
      "ok     server: It takes the operator's key.",
      'ok     durability: fsync, synchronous_commit, full_page_writes are on.',
      'ok     rights: The server works as scrip_server, which may change no entry of the ledger.',
      'ok     clock: The clocks here and in the database agree.',
      'ok     checks: The ledger was proven 0 min ago, and all of it holds.',
    ])
      expect(lines).toContain(line)
    expect(lines.at(-2)).toMatch(/^\d+ ok, \d+ to look at, \d+ wrong\.$/)
    expect(code).toBe(lines.some((line) => line.startsWith('wrong')) ? 1 : 0)

    const elsewhere = { SCRIP_DATA_DIR: freshDirectory(), PORT: String(port) }
    expect(await look(portInUse, elsewhere)).toMatch(
      /^warn: A Scrip listens on port .* whether it is this one/,
    )
    expect(await look(serverAnswers, { ...elsewhere, SCRIP_URL: baseUrl })).toMatch(
      /^wrong: There is no key for/,
    )
    const { operator_key } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'))
    const named = { ...elsewhere, SCRIP_URL: baseUrl, SCRIP_API_KEY: operator_key }
    expect(await look(serverAnswers, named)).toContain(`ok: It answers at ${baseUrl} and is ready.`)

    writeFileSync(
      join(dataDir, 'credentials.json'),
      JSON.stringify({ base_url: baseUrl, operator_key: 'sk_lost' }),
      { mode: 0o600 },
    )
    const lost = await scrip(env, 'doctor', '--json')
    expect(lost.code).toBe(1)
    const told = lost.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(told).toContainEqual({
      ...{ check: 'server', health: 'wrong' },
      what: "It does not take the operator's key of credentials.json.",
      mend: expect.stringContaining('scrip keys create --direct'),
    })
  })

  test('goes on where nothing was ever started, and where settings are wrong', async () => {
    const env = { SCRIP_DATA_DIR: join(freshDirectory(), 'none'), PORT: String(await freePort()) }
    const { stdout } = await scrip(env, 'doctor')
    expect(stdout).toContain('none is made by the first start.')
    expect(stdout).toContain('ok     PostgreSQL: It brings its own')
    const wrong = await scrip({ ...env, PORT: 'http', SCRIP_LANES: '0' }, 'doctor')
    expect(wrong.code).toBe(1)
    expect(wrong.stdout).toMatch(
      /^wrong {2}settings: PORT is "http"; accepted is .*\n.*\nwrong {2}settings: SCRIP_LANES/m,
    )
    expect(wrong.stdout).toContain('data directory: ')
  })
})

test('what cannot be looked at is said, and keeps nothing else from being looked at', async () => {
  const stranger = createServer((_request, response) => response.end('hello'))
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void stranger.close())
  const { port } = stranger.address() as AddressInfo
  const directory = freshDirectory()
  const credentials = { base_url: `http://127.0.0.1:${port}`, operator_key: 'sk_1' }
  writeFileSync(join(directory, 'credentials.json'), JSON.stringify(credentials), { mode: 0o600 })
  const { code, stdout } = await scrip({ SCRIP_DATA_DIR: directory, PORT: String(port) }, 'doctor')
  expect(code).toBe(1)
  expect(stdout).toMatch(/^wrong {2}server: It could not be looked at: /m)
  expect(stdout).toMatch(/\d+ wrong\.\n$/)
})
