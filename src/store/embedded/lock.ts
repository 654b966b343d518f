import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CannotStart } from '../migrate/cannot-start.ts'
import { cannotWrite } from './cannot-write.ts'

export type Lock = { release(): void }

/**
 * Lets one process at a time work on a directory. The lock is the kernel's own (a POSIX lock, which SQLite
 * takes for us since Node has no call for it), so it ends with its holder however that dies: there is no
 * stale lock file to judge, no process id that another program may have taken over, and no moment in which
 * two starters both believe a lock to be abandoned. It also holds between containers sharing a volume.
 */
export function lockDirectory(directory: string): Lock {
  const holderFile = join(directory, 'scrip.pid')
  let database: DatabaseSync | undefined
  const release = () => {
    if (database?.isOpen) database.close()
  }
  try {
    database = new DatabaseSync(join(directory, 'scrip.lock'), { timeout: 0 })
    database.exec('begin exclusive')
    writeFileSync(holderFile, `${process.pid}\n`)
    return { release }
  } catch (error) {
    release()
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY)
      throw cannotWrite(`The data directory ${directory}`, error)
    throw new CannotStart(
      `Another Scrip${holder(holderFile)} already works on the data directory ${directory}; ` +
        'stop it first, or set SCRIP_DATA_DIR to another directory.',
    )
  }
}

const SQLITE_BUSY = 5

/** Only for the message: the file may be a moment old, so nothing is decided by it. */
function holder(file: string): string {
  try {
    return ` (process ${Number.parseInt(readFileSync(file, 'utf8'), 10)})`
  } catch {
    return ''
  }
}
