import type { CreateDebitBody, DebitResult, DebitResults } from './api.ts'
import { outcomeOf } from './attempt.ts'
import { freshKey } from './fresh-key.ts'
import {
  type Attempted,
  type FieldFault,
  isRefusal,
  ScripError,
  ScripRefusal,
  ScripUnreachable,
} from './refusal.ts'
import type { CallOptions } from './request.ts'
import type { DebitOfMany } from './resources/debits.ts'
import { countOf, jsonOf, keyOf } from './sendable.ts'

export interface BatchOptions extends Omit<CallOptions, 'idempotencyKey' | 'isNewKey' | 'signal'> {
  /** How long the first debit of a request waits for others, in milliseconds; 3 unless said. */
  readonly waitMs?: number
  /** How many a request has at most: up to 1000, and 500 unless said. */
  readonly size?: number
  /** How many requests are under way at most; 4 unless said. While they are, debits gather. */
  readonly concurrency?: number
}

/** What a debit in a batch is answered. */
export type BatchedDebit = Required<Pick<DebitResult, 'id' | 'balance' | 'grants'>> & {
  /** Whether it had been made before, under the same key. */
  readonly replayed: boolean
}

interface Waiting {
  readonly debit: DebitOfMany & { readonly key: string }
  /** Nothing can have been burned before under a key that was made here. */
  readonly isNewKey: boolean
  readonly resolve: (answer: BatchedDebit) => void
  readonly reject: (error: unknown) => void
}

type Send = (debits: readonly DebitOfMany[], options: CallOptions) => Promise<DebitResults>

const MAX_SIZE = 1000

/** Gathers debits that are made at nearly the same time into few requests. Each gets its own answer or refusal. */
export class DebitBatch {
  readonly #send: Send
  readonly #wait_ms: number
  readonly #size: number
  readonly #concurrency: number
  readonly #options: CallOptions
  #waiting: Waiting[] = []
  #timer: ReturnType<typeof setTimeout> | null = null
  #underWay = 0
  readonly #unanswered = new Set<Promise<unknown>>()
  #closed = false

  constructor(send: Send, { waitMs = 3, size = 500, concurrency = 4, ...options }: BatchOptions = {}) {
    this.#send = send
    this.#wait_ms = waitMs
    this.#size = countOf('size', size, MAX_SIZE)
    this.#concurrency = countOf('concurrency', concurrency)
    this.#options = options
  }

  /** Burns credits as `debits.create` does: resolved is burned, and a refusal rejects this one alone. */
  debit(
    account: string,
    body: CreateDebitBody,
    { idempotencyKey }: Pick<CallOptions, 'idempotencyKey'> = {},
  ): Promise<BatchedDebit> {
    if (this.#closed) return Promise.reject(new Error('The batch is closed.'))
    const debit = { ...body, account, key: idempotencyKey ?? freshKey() }
    try {
      // One that can't be sent must not keep those beside it from being sent.
      keyOf(debit.key)
      jsonOf(debit)
    } catch (error) {
      return Promise.reject(error)
    }
    const answer = new Promise<BatchedDebit>((resolve, reject) => {
      this.#waiting.push({ debit, isNewKey: idempotencyKey === undefined, resolve, reject })
    })
    this.#unanswered.add(answer)
    const done = () => void this.#unanswered.delete(answer)
    answer.then(done, done)
    if (this.#waiting.length >= this.#size) this.#go()
    else this.#timer ??= setTimeout(() => this.#go(), this.#wait_ms)
    return answer
  }

  /** How many debits have no answer yet. */
  get unanswered(): number {
    return this.#unanswered.size
  }

  /** Sends what waits at once, and resolves when every debit given so far has its answer, whatever that is. */
  async flush(): Promise<void> {
    const given = [...this.#unanswered]
    this.#go()
    await Promise.allSettled(given)
  }

  /** Takes no more debits, and resolves when those given have their answers. */
  close(): Promise<void> {
    this.#closed = true
    return this.flush()
  }

  #go(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    while (this.#waiting.length > 0 && this.#underWay < this.#concurrency) {
      const some = this.#waiting.splice(0, this.#size)
      this.#underWay += 1
      void this.#settle(some).then(() => {
        this.#underWay -= 1
        this.#go()
      })
    }
  }

  async #settle(some: readonly Waiting[]): Promise<void> {
    try {
      const { results } = await this.#send(
        some.map(({ debit }) => debit),
        { ...this.#options, isNewKey: some.every(({ isNewKey }) => isNewKey) },
      )
      for (const [i, waiting] of some.entries()) this.#answer(waiting, results[i])
    } catch (error) {
      await this.#mend(some, error)
    }
  }

  /** One faulty debit makes the server refuse the whole list, so the faulty ones are taken out of it. */
  async #mend(some: readonly Waiting[], error: unknown): Promise<void> {
    if (isRefusal(error, 'body_too_large') && some.length > 1) {
      const half = Math.ceil(some.length / 2)
      await this.#settle(some.slice(0, half))
      return this.#settle(some.slice(half))
    }
    const faulty = isRefusal(error, 'invalid_request') ? faultsByDebit(error) : new Map()
    const good = some.filter((_, i) => !faulty.has(i))
    if (good.length === some.length) {
      for (const waiting of some) waiting.reject(underOwnKey(error, waiting))
      return
    }
    for (const [i, waiting] of some.entries())
      if (faulty.has(i)) waiting.reject(withOwnFaults(error as ScripRefusal, faulty.get(i), waiting))
    if (good.length > 0) await this.#settle(good)
  }

  #answer(waiting: Waiting, result: DebitResult | undefined): void {
    const { key } = waiting.debit
    const attempted = { operation: 'batch_debits', attempts: 1, idempotencyKey: key, mayBeDone: true }
    const { status, id, balance, grants, replayed = false, code = 'internal', detail = code } = result ?? {}
    if (status === 'refused') waiting.reject(refusalOf({ code, detail }, attempted, waiting))
    else if (id === undefined || !balance || !grants)
      waiting.reject(new ScripError('The server gave this debit no answer.', attempted))
    else waiting.resolve({ id, balance, grants, replayed })
  }
}

/** Which debits of the list are faulty, and what is wrong with each: `debits/3/amount` is a fault of the fourth. */
function faultsByDebit({ fields }: ScripRefusal): Map<number, FieldFault[]> {
  const faults = new Map<number, FieldFault[]>()
  for (const { field, message } of fields) {
    const [, place, own = ''] = /^debits\/(\d+)(?:\/(.*))?$/.exec(field) ?? []
    if (place === undefined) continue
    const i = Number(place)
    faults.set(i, [...(faults.get(i) ?? []), { field: own, message }])
  }
  return faults
}

function withOwnFaults(
  { code, status, title, correlationId, operation, attempts }: ScripRefusal,
  fields: readonly FieldFault[],
  { debit }: Waiting,
): ScripRefusal {
  const detail = `${fields.map(({ field, message }) => `${field} ${message}`.trim()).join(', ')}.`
  const attempted = { operation, attempts, idempotencyKey: debit.key, mayBeDone: false }
  return new ScripRefusal({ code, status, title, detail, fields, correlationId }, attempted)
}

/** What is said before the key is looked at rules out nothing that was done under it before. */
function refusalOf(
  one: { readonly code: string; readonly detail: string },
  attempted: Attempted,
  { isNewKey }: Waiting,
): ScripRefusal {
  const outcome = outcomeOf(new ScripRefusal(one, attempted))
  const mayBeDone = outcome === 'unknown' || (outcome === 'unsaid' && !isNewKey)
  return new ScripRefusal(one, { ...attempted, mayBeDone })
}

/** Whether no attempt got as far as to burn anything. */
const wasTurnedAway = (error: ScripRefusal | ScripUnreachable): boolean =>
  error instanceof ScripRefusal ? error.attempts === 1 && outcomeOf(error) === 'unsaid' : !error.wasSent

/** What became of the whole request, as the error of one debit: with its key this one can be made again. */
function underOwnKey(error: unknown, { debit, isNewKey }: Waiting): unknown {
  if (!(error instanceof ScripRefusal || error instanceof ScripUnreachable)) return error
  const { message, operation, attempts } = error
  // The request may be in doubt for the sake of another key in it.
  const mayBeDone = error.mayBeDone && !(isNewKey && wasTurnedAway(error))
  const attempted = { operation, attempts, idempotencyKey: debit.key, mayBeDone }
  if (error instanceof ScripRefusal) return new ScripRefusal(error, attempted)
  const { reason, status, wasSent, cause } = error
  return new ScripUnreachable(message, reason, { ...attempted, wasSent }, { status, cause })
}
