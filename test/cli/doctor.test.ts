import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { addresses } from '../../src/cli/doctor/addresses.ts'
import { credentialsKept } from '../../src/cli/doctor/credentials-file.ts'
import { dataDirectory } from '../../src/cli/doctor/data-directory.ts'
import { durability } from '../../src/cli/doctor/durability.ts'
import type { Examination, Health } from '../../src/cli/doctor/finding.ts'
import { migrations } from '../../src/cli/doctor/migrations.ts'
import { packages } from '../../src/cli/doctor/packages.ts'
import { pages } from '../../src/cli/doctor/pages.ts'
import { patientOf } from '../../src/cli/doctor/patient.ts'
import { portInUse } from '../../src/cli/doctor/port-in-use.ts'
import { postgres } from '../../src/cli/doctor/postgres.ts'
import { serverAnswers } from '../../src/cli/doctor/server-answers.ts'
import { serverRights } from '../../src/cli/doctor/server-rights.ts'
import { stripeKeys } from '../../src/cli/doctor/stripe-keys.ts'
import { sqlAt } from '../harness/audit.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { freshDirectory } from '../harness/directory.ts'
import { freePort } from '../harness/port.ts'
import { startServer } from '../harness/server.ts'
import { scrip } from './in-process.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await freshDatabase()
})

/** One look at a set-up: each finding in a line, and what mends it after an arrow. */
async function look(examination: Examination, env: NodeJS.ProcessEnv, root?: string): Promise<string> {
  const patient = patientOf({ SCRIP_DATA_DIR: freshDirectory(), ...env }, root)
  try {
    const findings = await examination.look(patient)
    return findings
      .map(({ health, what, mend }) => `${health}: ${what}${mend ? ` → ${mend}` : ''}`)
      .join('\n')
  } finally {
    await patient.close()
  }
}

describe('scrip doctor', () => {
  test('finds nothing wrong with a server that runs, and says what its ledger is like', async () => {
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
  const stranger = createHttpServer((_request, response) => response.end('hello'))
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

describe('what is broken on purpose is found:', () => {
  test('packages that are not those of the lock file, and pages that were not built', async () => {
    const root = freshDirectory()
    const list = (versions: Record<string, string>) =>
      JSON.stringify({
        packages: Object.fromEntries(
          Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]),
        ),
      })
    writeFileSync(join(root, 'package-lock.json'), list({ pg: '2.0.0', pino: '1.0.0' }))
    expect(await look(packages, {}, root)).toMatch(
      /^wrong: .* not installed by npm to the end\. → Run "npm ci"/,
    )
    mkdirSync(join(root, 'node_modules/pg'), { recursive: true })
    writeFileSync(join(root, 'node_modules/.package-lock.json'), list({ pg: '1.0.0' }))
    expect(await look(packages, {}, root)).toMatch(
      /^wrong: .*pg is 1\.0\.0 and should be 2\.0\.0, pino is missing\./,
    )
    expect(await look(packages, {})).toBe('ok: The packages are those of package-lock.json.')
    expect(await look(pages, {}, root)).toMatch(
      /^wrong: The pages of the portal and the console are not built/,
    )
  })

  test('a data directory that others write in, and what a killed server left', async () => {
    const directory = freshDirectory()
    chmodSync(directory, 0o777)
    const env = { SCRIP_DATA_DIR: directory }
    expect(await look(dataDirectory, env)).toMatch(/^wrong: Other users can write in .* → Run "chmod go-w/)
    chmodSync(directory, 0o700)
    mkdirSync(join(directory, 'postgres'))
    writeFileSync(join(directory, 'postgres/postmaster.pid'), `${process.pid}\n`)
    expect(await look(dataDirectory, env)).toContain(
      `warn: PostgreSQL (process ${process.pid}) runs without the server`,
    )
    writeFileSync(join(directory, 'postgres/postmaster.pid'), '999999999\n')
    expect(await look(dataDirectory, env)).toMatch(/warn: PostgreSQL \(process 999999999\) was killed/)
  })

  test('credentials that others can read, or nobody', async () => {
    const directory = freshDirectory()
    const [env, file] = [{ SCRIP_DATA_DIR: directory }, join(directory, 'credentials.json')]
    writeFileSync(file, JSON.stringify({ base_url: 'http://127.0.0.1:1', operator_key: 'sk_1' }))
    chmodSync(file, 0o644)
    expect(await look(credentialsKept, env)).toMatch(/^wrong: Other users can read .* → Run "chmod 600/)
    chmodSync(file, 0o600)
    expect(await look(credentialsKept, env)).toMatch(/^ok: /)
    writeFileSync(file, '{"base_url":')
    expect(await look(credentialsKept, env)).toMatch(/^wrong: .* cannot be read as JSON/)
  })

  test('a port that somebody else has', async () => {
    const port = await freePort()
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    expect(await look(portInUse, { PORT: String(port) })).toMatch(
      new RegExp(
        `^wrong: Port ${port} of 127\\.0\\.0\\.1 is used by .*(process ${process.pid}\\)|another process)\\.`,
      ),
    )
  })

  test('a database that is not there, has no schema, or another password', async () => {
    const { url, name } = await freshDatabase({ empty: true })
    expect(await look(migrations, { DATABASE_URL: url })).toMatch(
      /^warn: The database is empty\. → Run "scrip migrate"/,
    )
    expect(await look(postgres, { DATABASE_URL: url.replace(name, 'nowhere') })).toMatch(
      /^wrong: The database cannot be used: .* → Create the database/,
    )
    expect(await look(postgres, { DATABASE_URL: url.replace(/:[^:@]+@/, ':wrong@') })).toMatch(
      /^wrong: .* → Check the user and the password/,
    )
    expect(await look(durability, { DATABASE_URL: url.replace(name, 'nowhere') })).toBe('')
  })

  test('commits that are not waited for, a server that may change the ledger, a migration that is missing', async () => {
    const { url, owner, name } = await freshDatabase()
    await sqlAt(owner, `alter database ${name} set synchronous_commit = off`)
    await sqlAt(owner, 'grant update, delete on entries to scrip_server')
    await sqlAt(
      owner,
      'delete from scrip_migrations where number = (select max(number) from scrip_migrations)',
    )
    const env = { DATABASE_URL: url }
    expect(await look(durability, env)).toMatch(/^wrong: synchronous_commit is off: .* → Set it to on/)
    expect(await look(serverRights, env)).toMatch(
      /^wrong: .* scrip_server may update, delete entries .* → .*revoke update, delete on entries from scrip_server/,
    )
    expect(await look(migrations, env)).toMatch(/^warn: 1 of \d+ migrations are still to be applied\./)
    await sqlAt(owner, "update scrip_migrations set checksum = 'x' where number = 1")
    expect(await look(migrations, env)).toMatch(/^wrong: The migration .* is another one here/)
  })

  const live = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  const shop = 'https://shop.example.com'
  test.each<[string, Examination, NodeJS.ProcessEnv, Health, RegExp]>([
    ['a live key and nowhere to reach', addresses, live, 'wrong', /not set/],
    [
      'a live key on localhost',
      addresses,
      { ...live, SCRIP_PUBLIC_URL: 'http://localhost:8080' },
      'wrong',
      /no buyer/,
    ],
    [
      'a live key without https',
      addresses,
      { ...live, SCRIP_PUBLIC_URL: 'http://shop.example.com' },
      'wrong',
      /read along/,
    ],
    ['buyers sent anywhere', addresses, { ...live, SCRIP_PUBLIC_URL: shop }, 'warn', /sent anywhere/],
    ['test cards for everybody', addresses, { HOST: '0.0.0.0' }, 'warn', /test cards/],
    ['nothing set', addresses, {}, 'ok', /fits together/],
    ['a shop without money', stripeKeys, { SCRIP_PUBLIC_URL: shop }, 'warn', /pay nothing/],
    [
      'a live key sent elsewhere',
      stripeKeys,
      { ...live, STRIPE_API_URL: 'http://x.test' },
      'wrong',
      /sent there/,
    ],
    [
      'a test key in a shop',
      stripeKeys,
      { ...live, STRIPE_SECRET_KEY: 'sk_test_1', SCRIP_PUBLIC_URL: shop },
      'warn',
      /test key/,
    ],
    ['a key of neither kind', stripeKeys, { ...live, STRIPE_SECRET_KEY: 'sk_1' }, 'wrong', /neither/],
    ['a live key', stripeKeys, live, 'ok', /real money/],
  ])('%s', async (_, examination, env, health, what) => {
    const found = await look(examination, env)
    expect(found).toMatch(what)
    expect(found.startsWith(`${health}: `), found).toBe(true)
    expect(found).not.toMatch(/live_1|test_1/)
  })
})
