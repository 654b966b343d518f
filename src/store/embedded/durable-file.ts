import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file so that after a power cut it is there whole or not at all. */
export function writeDurably(path: string, text: string, mode: number) {
  const half = `${path}.half-${process.pid}`
  try {
    writeWhole(half, text, mode)
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
  syncDirectory(dirname(path))
}

function writeWhole(path: string, text: string, mode: number) {
  const file = openSync(path, 'w', mode)
  try {
    fchmodSync(file, mode)
    // A disk that is all but full takes a part of it and says so only when asked to take the rest.
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes a rename or a new name in the directory durable. */
export function syncDirectory(directory: string) {
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
