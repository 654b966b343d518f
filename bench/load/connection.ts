import { connect, type Socket } from 'node:net'
import type { LoadPlan } from './plan.ts'
import { type Extent, extentOf } from './response.ts'
import { Template } from './template.ts'

/** What a connection tells: an answer, or that there will be none. Either way it is free again. */
export interface Listener {
  answered(connection: Connection, extent: Extent, bytes: Buffer): void
  dropped(connection: Connection): void
  /** It is connected and has nothing under way. */
  free(connection: Connection): void
}

const RECONNECT_MS = 20
const READ_BYTES = 64 * 1024

/** One keep-alive connection with one request under way at most. It reconnects when it breaks. */
export class Connection {
  /** When the request under way was due, in milliseconds of `performance.now()`; null while there is none. */
  since: number | null = null
  readonly #plan: LoadPlan
  readonly #listener: Listener
  readonly #template: Template
  #socket: Socket | null = null
  #pieces: Buffer[] = []
  #closed = false

  constructor(plan: LoadPlan, listener: Listener) {
    this.#plan = plan
    this.#listener = listener
    this.#template = new Template(plan.request)
    this.#connect()
  }

  send(since: number): void {
    this.since = since
    this.#socket?.write(this.#template.next())
  }

  close(): void {
    this.#closed = true
    this.#socket?.destroy()
  }

  #connect(): void {
    const { host, port } = this.#plan
    // Reading into a buffer of our own passes by the stream, which would cost more than the answer is worth.
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    const callback = (bytes: number) => {
      this.#read(buffer.subarray(0, bytes))
      return true
    }
    const socket = connect({ host, port, noDelay: true, onread: { buffer, callback } })
    socket.on('connect', () => {
      this.#socket = socket
      this.#listener.free(this)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => this.#lost())
  }

  #lost(): void {
    this.#socket = null
    this.#pieces = []
    if (this.since !== null) {
      this.since = null
      this.#listener.dropped(this)
    }
    if (!this.#closed) setTimeout(() => this.#connect(), RECONNECT_MS)
  }

  #read(piece: Buffer): void {
    const bytes = this.#pieces.length === 0 ? piece : Buffer.concat([...this.#pieces, piece])
    const extent = extentOf(bytes)
    if (!extent) {
      // The read buffer is overwritten by the next piece. What is joined already need not be copied again.
      this.#pieces = [bytes === piece ? Buffer.from(piece) : bytes]
      return
    }
    this.#pieces = []
    this.#listener.answered(this, extent, bytes)
  }
}
