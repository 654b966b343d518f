import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from '../migrate/cannot-start.ts'
import type { ConnectionConfig } from '../session/connection-config.ts'
import { answer } from './answer.ts'
import type { Binaries } from './binaries.ts'
import { type Overrides, writeConf } from './conf.ts'
import { type Home, removeSockets } from './home.ts'
import { lastWords, openLog, shorten } from './log-file.ts'
import { clearStalePidFiles, isAlive, killOrphans, runningPostmaster, signal } from './postmaster.ts'
import { environment } from './run-as.ts'

type Options = {
  home: Home
  binaries: Binaries
  owner: ConnectionConfig
  settings: Overrides
  log: (line: string) => void
}

/** Keeps one PostgreSQL running from `start` to `stop`, whichever process happened to start it. */
export class Supervisor {
  pid: number | undefined
  readonly #options: Options
  #logStart = 0
  #stopping = false
  #recovery: Promise<void> = Promise.resolve()
  #watch: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Brings PostgreSQL up, and answers whether it was up already. */
  async start(): Promise<boolean> {
    const patience = Date.now() + 20_000
    let reported = Date.now()
    let ours: number | undefined
    while (!this.#stopping) {
      const { home, owner, binaries, log } = this.#options
      const running = runningPostmaster(home)
      if (running === undefined) {
        if (ours !== undefined && isAlive(ours)) {
          await sleep(10)
          continue
        }
        if (ours !== undefined && !this.#mayRetry(patience)) {
          throw new CannotStart(`PostgreSQL did not start: ${this.#lastWords()} (see ${home.logFile})`)
        }
        if (ours !== undefined) await sleep(100)
        ours = this.#spawn()
        continue
      }
      const heard = await answer(owner)
      if (heard.state === 'ready') {
        if (heard.cluster === home.cluster && heard.version.startsWith(binaries.version)) {
          this.#watchOver(running)
          return running !== ours
        }
        // Left running by a Scrip that brought another PostgreSQL.
        signal(running, 'SIGINT')
      }
      // It waits for its last clients to go, which a killed server's may take their time for.
      if (heard.state === 'stopping' && running !== ours) signal(running, 'SIGINT')
      if (Date.now() - reported > 10_000) {
        reported = Date.now()
        log('PostgreSQL is not ready yet; after a crash it first replays what it had not written back')
      }
      await sleep(30)
    }
    return false
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#watch)
    await this.#recovery
    const pid = runningPostmaster(this.#options.home)
    for (const [name, patienceMs] of endings) {
      if (pid === undefined || !isAlive(pid)) break
      signal(pid, name)
      const deadline = Date.now() + patienceMs
      while (isAlive(pid) && Date.now() < deadline) await sleep(10)
    }
    this.pid = undefined
    removeSockets(this.#options.home)
  }

  abandon() {
    this.#stopping = true
    if (this.pid !== undefined) signal(this.pid, 'SIGINT')
  }

  /** In a session of its own, so that a Ctrl-C reaches the server alone, which still has batches to commit. */
  #spawn(): number | undefined {
    const { home, binaries, settings } = this.#options
    killOrphans(home)
    clearStalePidFiles(home)
    writeConf(home, settings)
    const log = openLog(home.logFile)
    const child = spawn(binaries.postgres, ['-D', home.cluster], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.file, log.file],
      env: environment(),
      ...(home.runAs && { uid: home.runAs.uid, gid: home.runAs.gid }),
    })
    closeSync(log.file)
    this.#logStart = log.sizeBytes
    child.on('error', (error) => this.#options.log(`PostgreSQL could not be started: ${error.message}`))
    child.on('exit', () => this.#lost(child.pid))
    child.unref()
    return child.pid
  }

  #lastWords(): string {
    return lastWords(this.#options.home.logFile, this.#logStart)
  }

  #mayRetry(patience: number): boolean {
    const transient = /shared memory block|lock file|is still in use/.test(this.#lastWords())
    return transient && Date.now() < patience
  }

  /** One that isn't our child gives no notice of its end, so it is looked after. */
  #watchOver(pid: number) {
    this.pid = pid
    clearInterval(this.#watch)
    let looks = 0
    this.#watch = setInterval(() => {
      if (!isAlive(pid)) this.#lost(pid)
      looks += 1
      if (looks % 1_000 === 0) shorten(this.#options.home.logFile)
    }, 200)
    this.#watch.unref()
  }

  #lost(pid: number | undefined) {
    if (this.#stopping || pid === undefined || pid !== this.pid) return
    this.pid = undefined
    clearInterval(this.#watch)
    this.#options.log(`PostgreSQL (process ${pid}) ended unexpectedly and is started again`)
    this.#recovery = this.#recover()
  }

  async #recover() {
    for (let pauseMs = 100; !this.#stopping; pauseMs = Math.min(pauseMs * 2, 2_000)) {
      try {
        await this.start()
        if (!this.#stopping) this.#options.log(`PostgreSQL is back (process ${this.pid})`)
        return
      } catch (error) {
        this.#options.log((error as Error).message)
        await sleep(pauseMs)
      }
    }
  }
}

/** Fast shutdown first; then what a crash would do, which costs a recovery at the next start but no data. */
const endings: [NodeJS.Signals, number][] = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 2_000],
]
