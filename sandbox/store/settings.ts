import type { Database } from './database.ts'

/** What the sandbox is told by its control endpoints and keeps over a restart. */
export interface SettingValues {
  advanced_ms: number
  /** null: Stripe Tax isn't set up, and automatic tax comes to nothing. */
  tax: { rate_bps: number; inclusive: boolean; country: string } | null
  webhook_url: string | null
  webhook_secret: string | null
  /** What the endpoint asked for; null for everything. */
  webhook_events: readonly string[] | null
}

const FRESH: SettingValues = {
  advanced_ms: 0,
  tax: null,
  webhook_url: null,
  webhook_secret: null,
  webhook_events: null,
}

export class Settings {
  readonly #database: Database
  #values: SettingValues

  constructor(database: Database) {
    this.#database = database
    this.#values = this.#load()
  }

  get(): Readonly<SettingValues> {
    return this.#values
  }

  change(some: Partial<SettingValues>): void {
    const insert = this.#database.prepare(
      'insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    )
    for (const [name, value] of Object.entries(some)) insert.run(name, JSON.stringify(value))
    this.#values = { ...this.#values, ...some }
  }

  /** What a transaction that was undone had changed is read again. */
  reload(): void {
    this.#values = this.#load()
  }

  #load(): SettingValues {
    const rows = this.#database.prepare('select name, value from settings').all()
    const kept = Object.fromEntries(rows.map((row) => [row.name, JSON.parse(String(row.value))]))
    return { ...FRESH, ...kept }
  }
}
