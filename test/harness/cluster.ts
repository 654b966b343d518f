import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { locateBinaries } from '../../src/store/embedded/binaries.ts'
import { settleHome } from '../../src/store/embedded/home.ts'
import { initialise } from '../../src/store/embedded/initialise.ts'

const pristineIn = (runDirectory: string): string => join(runDirectory, 'pristine')

/** Makes a cluster that is never started, once for the run: to make one takes as long as to start it. */
export async function makePristine(runDirectory: string): Promise<void> {
  const directory = pristineIn(runDirectory)
  mkdirSync(directory)
  chmodSync(directory, 0o711)
  const log = () => {}
  const home = settleHome(directory, log)
  await initialise(home, await locateBinaries(home.runAs, log), log)
}

/** Gives a data directory a cluster that was not started yet, with whoever owns it. */
export function copyPristine(runDirectory: string, dataDir: string): string {
  mkdirSync(dataDir, { recursive: true })
  execFileSync('cp', ['-a', `${pristineIn(runDirectory)}/.`, dataDir])
  return dataDir
}
