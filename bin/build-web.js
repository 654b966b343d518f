// Builds the pages of web/ where they are not those of the sources, and says so in a stamp beside them.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = ['web', 'sdk/src', 'package-lock.json']
const NOT_SOURCES = new Set(['node_modules', 'dist'])

/** Answers what went wrong, or nothing. `node` is the program to build with. */
export function buildWeb(root, node) {
  const stampFile = join(root, 'web/dist/.stamp')
  const stamp = stampOf(root)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return undefined
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', 'web', '--logLevel', 'warn']
  const built = spawnSync(node, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (built.status !== 0) return `${built.stdout ?? ''}${built.stderr ?? ''}${built.error?.message ?? ''}`
  writeFileSync(stampFile, stamp)
  return undefined
}

/** Of the sources' names and what is in them. */
function stampOf(root) {
  const hash = createHash('sha256')
  const add = (path) => {
    const at = join(root, path)
    const entries = entriesOf(at)
    if (entries === null) hash.update(`${path}\0`).update(readFileSync(at)).update('\0')
    else
      for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
        if (!NOT_SOURCES.has(name)) add(`${path}/${name}`)
  }
  for (const source of SOURCES) if (existsSync(join(root, source))) add(source)
  return `${hash.digest('hex')}\n`
}

/** What is in a folder; null for a file. */
function entriesOf(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}
