import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { credentialsKept } from '../../src/cli/doctor/credentials-file.ts'
import { dataDirectory } from '../../src/cli/doctor/data-directory.ts'
import { packages } from '../../src/cli/doctor/packages.ts'
import { pages } from '../../src/cli/doctor/pages.ts'
import { portInUse } from '../../src/cli/doctor/port-in-use.ts'
import { freshDirectory } from '../harness/directory.ts'
import { freePort } from '../harness/port.ts'
import { look } from './look.ts'

describe('the doctor finds', () => {
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
})
