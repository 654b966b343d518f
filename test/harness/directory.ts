import { chmodSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { copyPristine } from './cluster.ts'

/** A new directory within the run's own, which is removed with everything that runs in it. */
export function freshDirectory(name = 'dir'): string {
  const directory = mkdtempSync(join(inject('runDirectory'), `${name}-`))
  // PostgreSQL's own user has to pass through it where the tests run as root.
  chmodSync(directory, 0o711)
  return directory
}

/** A data directory for a server that brings its own PostgreSQL, whose cluster is made already. */
export const freshCluster = (dataDir = freshDirectory('data')): string =>
  copyPristine(inject('runDirectory'), dataDir)
