import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a directory, and those above it that are missing, which others may enter as the mode says though the umask
 * says otherwise. Whatever was there before stays as it is.
 */
export function makeDirectory(path: string, mode: number) {
  const whole = resolve(path)
  const first = mkdirSync(whole, { recursive: true, mode })
  if (first === undefined) return
  for (let made = whole; made.length >= first.length; made = dirname(made))
    chmodSync(made, (statSync(made).mode & 0o7777) | mode)
}
