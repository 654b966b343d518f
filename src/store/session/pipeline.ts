import type pg from 'pg'
import type { Flight } from './flight.ts'
import { isDatabaseError } from './outage.ts'

/** Of whatever it brings. */
type AnyFlight = Pick<Flight<unknown>, 'submit' | 'fail' | 'over'>
type Wire = Parameters<AnyFlight['submit']>[0]

/**
 * Sends flights over a connection, each at once. The driver knows of one at a time: what comes while another is under
 * way is written behind it all the same, so that PostgreSQL never waits for us between the two, and the driver hears
 * of it when its answer is next.
 */
export class Pipeline {
  readonly #client: pg.Client
  readonly #wire: Wire
  #active: AnyFlight | null = null
  #ahead: AnyFlight[] = []

  constructor(client: pg.Client) {
    this.#client = client
    this.#wire = (client as unknown as { connection: Wire }).connection
  }

  send<T>(flight: Flight<T>): Promise<T> {
    flight.over = (error) => {
      if (error === undefined || isDatabaseError(error)) this.#activate(this.#ahead.shift() ?? null)
      else this.#lose(error)
    }
    // Written here and by nobody else: the driver would write later what comes between an error and the end of its answer.
    flight.submit(this.#wire)
    if (this.#active === null) this.#activate(flight)
    else this.#ahead.push(flight)
    return flight.arrived
  }

  get isIdle(): boolean {
    return this.#active === null
  }

  /** Breaks the connection off. Whatever is under way fails. */
  breakOff(reason: string): void {
    this.#wire.stream.destroy(new Error(reason))
  }

  /** The connection is gone, and the driver never heard of those that were written ahead. */
  #lose(error: unknown): void {
    const lost = this.#ahead
    this.#ahead = []
    this.#active = null
    for (const flight of lost) flight.fail(error)
  }

  /** The driver takes any object that knows how to submit itself; its types only know its own cursors. */
  #activate(flight: AnyFlight | null): void {
    this.#active = flight
    if (flight) this.#client.query(flight as unknown as pg.Submittable)
  }
}
