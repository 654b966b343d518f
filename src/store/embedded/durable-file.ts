import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file so that after a power cut it is there whole or not at all. */
export function writeDurably(path: string, text: string, mode: number) {
  const half = `${path}.half-${process.pid}`
  const file = openSync(half, 'w', mode)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(half, path)
  syncDirectory(dirname(path))
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
