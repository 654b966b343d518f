import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import sparticuz from '@sparticuz/chromium'

const modules = join(import.meta.dirname, '../../node_modules')
const manifest = join(modules, '@sparticuz/chromium/package.json')
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
const place = join(modules, '.cache', `chromium-${version}`)

/**
 * Where the packages' Chromium is. It is unpacked once, beside its place, and moved there when it is whole: another
 * process may be about it at the same time, and one that was killed leaves nothing that looks like a browser.
 */
export async function chromiumPath(): Promise<string> {
  if (!existsSync(place)) await unpack()
  return join(place, 'chromium')
}

async function unpack(): Promise<void> {
  mkdirSync(join(modules, '.cache'), { recursive: true })
  const made = mkdtempSync(`${place}-`)
  try {
    await withTemporary(made, () => sparticuz.executablePath())
    renameSync(made, place)
  } catch (error) {
    rmSync(made, { recursive: true, force: true })
    if (!existsSync(place)) throw error
  }
}

/** Runs the work with another directory for what is temporary. */
export async function withTemporary<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const { TMPDIR } = process.env
  process.env.TMPDIR = directory
  try {
    return await work()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}
