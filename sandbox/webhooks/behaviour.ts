/** How the sending of webhooks misbehaves. */
export interface Behaviour {
  /** How many times each event is sent. */
  copies: number
  delay_ms: number
  /** Event types that are never sent, or true for all. */
  drop: readonly string[] | boolean
  /** Keeps events until they are released or sent one by one. */
  hold: boolean
  order: 'created' | 'reversed' | 'shuffled'
  /** How long events are gathered before they are sent in another order. */
  window_ms: number
}

export const WELL: Behaviour = {
  copies: 1,
  delay_ms: 0,
  drop: false,
  hold: false,
  order: 'created',
  window_ms: 300,
}

export function checkBehaviour(given: Partial<Behaviour>): Behaviour {
  const unknown = Object.keys(given).filter((name) => !(name in WELL))
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not known`)
  const behaviour = { ...WELL, ...given }
  if (!['created', 'reversed', 'shuffled'].includes(behaviour.order))
    throw new Error('order: one of created, reversed, shuffled')
  if (!(behaviour.copies >= 1 && behaviour.copies <= 100)) throw new Error('copies: from 1 to 100')
  return behaviour
}

export interface Planned {
  state: 'dropped' | 'held' | 'pending'
  due_at: number
}

/** Decides when an event is sent, and how often. */
export class Schedule {
  behaviour: Behaviour = WELL
  #window = { ends_at: 0, place: 0 }

  plan(type: string, now: number): Planned[] {
    const { copies, delay_ms, drop, hold } = this.behaviour
    if (drop === true || (Array.isArray(drop) && drop.includes(type)))
      return [{ state: 'dropped', due_at: now }]
    const state = hold ? 'held' : 'pending'
    return Array.from({ length: copies }, () => ({ state, due_at: this.#at(now) + delay_ms }))
  }

  /** Times a little apart, so that sending by time is sending in the order that is wanted. */
  #at(now: number): number {
    const { order, window_ms } = this.behaviour
    if (order === 'created') return now
    if (now >= this.#window.ends_at) this.#window = { ends_at: now + window_ms, place: 0 }
    this.#window.place += 1
    const { ends_at, place } = this.#window
    return order === 'reversed'
      ? ends_at + Math.max(0, 200 - place)
      : ends_at + Math.floor(Math.random() * 200)
  }
}
