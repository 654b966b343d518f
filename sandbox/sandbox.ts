import { Calls } from './calls.ts'
import { Clock } from './clock.ts'
import { ApiError } from './errors.ts'
import { newEvent, type RequestOf } from './events/event.ts'
import { Faults } from './faults.ts'
import { Keys } from './http/idempotency.ts'
import { type Database, openDatabase } from './store/database.ts'
import { Group } from './store/group.ts'
import { Objects } from './store/objects.ts'
import { Settings, type SettingValues } from './store/settings.ts'
import { sweep } from './sweep.ts'
import { Schedule } from './webhooks/behaviour.ts'
import { Deliveries } from './webhooks/deliveries.ts'
import { Sender } from './webhooks/sender.ts'
import type { Work } from './work.ts'

export interface SandboxOptions {
  dataDir: string
  log?: ((line: string) => void) | undefined
  /** In milliseconds; the machine's, unless it is given. */
  clock?: (() => number) | undefined
}

/** On whose behalf work is done: a call's, a page's, or nobody's. */
export interface Origin {
  readonly method: string
  readonly path: string
  readonly request: RequestOf
}

export const BY_ITSELF: Origin = { method: '', path: '', request: { id: null, idempotency_key: null } }

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ApiError }

/** Nothing is sent for what the endpoint didn't ask for. */
const isWanted = (type: string, { webhook_events, webhook_url }: SettingValues): boolean =>
  webhook_url !== null && (webhook_events?.includes(type) ?? true)

/** Everything that one sandbox is made of; work on it is done one transaction after the other. */
export class Sandbox {
  readonly database: Database
  readonly group: Group
  readonly settings: Settings
  readonly clock: Clock
  readonly keys: Keys
  readonly calls = new Calls()
  readonly faults = new Faults()
  readonly schedule = new Schedule()
  readonly deliveries: Deliveries
  readonly sender: Sender
  readonly log: (line: string) => void
  /** Known once it listens. */
  url = ''

  constructor({ dataDir, log = () => {}, clock }: SandboxOptions) {
    this.database = openDatabase(dataDir)
    this.group = new Group(this.database, (written) => {
      if (written) this.sender.wake()
      else this.settings.reload()
    })
    this.settings = new Settings(this.database)
    this.clock = new Clock(this.settings, clock)
    this.keys = new Keys(this.database)
    this.deliveries = new Deliveries(this.database)
    this.log = log
    this.sender = new Sender(this)
  }

  /**
   * Does some work in a transaction and finishes it with what is to be written beside it. An error that keeps
   * what was done (a declined charge) is committed as well; after any other, it is as if nothing had been asked.
   * It outlives a crash once its group is written.
   */
  work<T>(
    origin: Origin,
    run: (work: Work) => T,
    finish: (outcome: Outcome<T>, work: Work) => void = () => {},
  ): Outcome<T> {
    this.group.join()
    this.#point('savepoint work')
    try {
      sweep(this.#begin(BY_ITSELF))
      const { outcome, work } = this.#attempt(origin, run)
      finish(outcome, work)
      work.objects.flush()
      this.#point('release work')
      return outcome
    } catch (error) {
      this.#point('rollback to work')
      this.#point('release work')
      this.settings.reload()
      throw error
    }
  }

  /** For work that is not to fail. */
  do<T>(run: (work: Work) => T, origin = BY_ITSELF): T {
    const outcome = this.work(origin, run)
    if (outcome.ok) return outcome.value
    throw outcome.error
  }

  /** Does what has fallen due, if anything has; asked every second, so it doesn't write for nothing. */
  tick(): void {
    const due = this.database
      .prepare('select 1 from objects where due_at <= ? limit 1')
      .get(this.clock.seconds())
    if (due !== undefined) this.do(() => undefined)
  }

  async close(): Promise<void> {
    await this.sender.stop()
    this.group.commit()
    this.database.close()
  }

  #point(sql: string): void {
    this.database.prepare(sql).run()
  }

  #attempt<T>(origin: Origin, run: (work: Work) => T): { outcome: Outcome<T>; work: Work } {
    this.#point('savepoint attempt')
    const work = this.#begin(origin)
    try {
      return { outcome: { ok: true, value: run(work) }, work }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.keeps) return { outcome: { ok: false, error }, work }
      this.#point('rollback to attempt')
      this.settings.reload()
      return { outcome: { ok: false, error }, work: this.#begin(origin) }
    }
  }

  #begin({ method, path, request }: Origin): Work {
    const objects = new Objects(this.database)
    const now = this.clock.seconds()
    const { settings, faults, url } = this
    return {
      objects,
      settings,
      now,
      url,
      decline: () => faults.takeDecline(method, path),
      emit: (type, object, previous) => {
        const event = newEvent(type, object, now, request, previous)
        if (isWanted(type, settings.get())) {
          event.pending_webhooks = 1
          this.deliveries.add(event.id, this.schedule.plan(type, Date.now()))
        }
        objects.add(event)
      },
    }
  }
}
