import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Bench, caseIds } from './bench.ts'
import { readOptions, usage } from './options.ts'
import { Postgres } from './postgres.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const options = readOptions(process.argv.slice(2))
if (options.help || options.list) {
  say(options.help ? usage : caseIds(options).join('\n'))
  process.exit()
}

const directory = options.data ?? mkdtempSync(join(tmpdir(), 'scrip-bench-'))
mkdirSync(directory, { recursive: true })
// PostgreSQL's own user has to pass through it where this runs as root.
chmodSync(directory, 0o711)
let postgres: Postgres | undefined
let bench: Bench | undefined

let ending: Promise<void> | undefined
const end = () => {
  ending ??= (async () => {
    await bench?.close()
    await postgres?.stop()
    if (options.data === null) rmSync(directory, { recursive: true, force: true })
  })()
  return ending
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => end().then(() => process.exit(1)))

try {
  postgres = await Postgres.start(directory, () => undefined)
  bench = new Bench(postgres, directory, options, say)
  if (!(await bench.run())) process.exitCode = 1
} finally {
  await end()
}
process.exit()
