import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { freshDirectory } from './directory.ts'

const MEGABYTE = Buffer.alloc(1024 * 1024)

export interface SmallDisk {
  readonly directory: string
  /** Fills it up but for that much. */
  fill(leave_bytes?: number): void
  /** Gives back what was filled. */
  free(): void
}

/** A disk of its own, in memory; null where this user or machine may not mount one. Register what runs on it later. */
export function smallDisk(megabytes: number): SmallDisk | null {
  const directory = freshDirectory('disk')
  try {
    const size = `size=${megabytes}m,mode=711`
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'scrip-test', directory], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['-l', directory]))
  const ballast = join(directory, 'ballast')
  return {
    directory,
    fill(leave_bytes = 0) {
      const file = openSync(ballast, 'a')
      try {
        for (;;) {
          const { bavail, bsize } = statfsSync(directory)
          const bytes = bavail * bsize - leave_bytes
          if (bytes <= 0) return
          writeSync(file, MEGABYTE, 0, Math.min(bytes, MEGABYTE.length))
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast),
  }
}
