import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Run by the harness as a process of its own: ends and removes whatever a test run has left behind. */
const runDirectory = process.argv[2] ?? ''
if (!/\/scrip-test-[^/]+$/.test(runDirectory))
  throw new Error(`not the directory of a test run: ${runDirectory}`)

process.stdin.resume().on('end', () => {
  for (let round = 0; round < 20 && killAll() > 0; round += 1) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25)
  }
  unmountAll()
  for (const file of globSync(join(runDirectory, '**/postgres-location'))) {
    const place = readFileSync(file, 'utf8').trim()
    if (/^\/var\/lib\/scrip\/[0-9a-f]{16}$/.test(place)) rmSync(place, { recursive: true, force: true })
  }
  rmSync(runDirectory, { recursive: true, force: true })
})

/** A test of a full disk mounts a small one; what is still mounted can't be removed. */
function unmountAll() {
  const mounts = existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8').split('\n') : []
  for (const [, place = ''] of mounts.map((line) => line.split(' ')))
    if (place.startsWith(`${runDirectory}/`)) execFileSync('umount', ['-l', place])
}

function killAll(): number {
  const pids = existsSync('/proc/self/environ') ? fromProc() : fromPidFiles()
  let alive = 0
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
      alive += 1
    } catch {}
  }
  return alive
}

/** Every process that was started within the run carries the run's name in its environment. */
function fromProc(): number[] {
  const mark = `SCRIP_TEST_RUN=${runDirectory}\0`
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return !/\) Z /.test(stat) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)
      } catch {
        return false
      }
    })
}

function fromPidFiles(): number[] {
  const files = globSync(join(runDirectory, '**/postmaster.pid'))
  return files.map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10))
}
