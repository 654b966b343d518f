import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort } from './port.ts'

/** Where a cable leads: a port of this machine or a unix socket. */
export type Far = { readonly port: number } | { readonly path: string }

/** One connection through a cable. */
export interface Strand {
  readonly near: Socket
  readonly far: Socket
  /** Ends both sides at once, as when a machine between them goes away and says so. */
  cut(): void
}

export interface CableOptions {
  /**
   * What comes from the far side, before it is passed on. Answers what is passed on; null when the strand was cut
   * instead.
   */
  readonly returning?: (strand: Strand, chunk: Buffer) => Buffer | null
  /** The same for what comes from the near side. */
  readonly leaving?: (strand: Strand, chunk: Buffer) => Buffer | null
}

/** A TCP connection between a client and a server that can be cut, refused and made a black hole. */
export class Cable {
  readonly port: number
  readonly strands = new Set<Strand>()
  readonly #far: Far
  readonly #options: CableOptions
  #server: Server | null = null
  #swallows = false
  readonly #silent = new WeakSet<Strand>()

  private constructor(far: Far, port: number, options: CableOptions) {
    this.#far = far
    this.port = port
    this.#options = options
  }

  static async lay(far: Far, options: CableOptions = {}): Promise<Cable> {
    const cable = new Cable(far, await freePort(), options)
    await cable.accept()
    return cable
  }

  /** Takes connections, again where they were refused. */
  async accept(): Promise<void> {
    if (this.#server) return
    const server = createServer({ noDelay: true }, (near) => this.#join(near))
    this.#server = server
    server.listen(this.port, '127.0.0.1')
    await once(server, 'listening')
  }

  /** Refuses new connections and cuts those that are there. */
  async refuse(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (!server) return
    const closed = once(server, 'close')
    server.close()
    this.cut()
    await closed
  }

  /** Cuts the connections that are there; new ones are welcome. */
  cut(): void {
    for (const strand of [...this.strands]) strand.cut()
  }

  /**
   * Passes nothing on in either direction and says nothing of it; new connections are taken and stay silent. What was
   * there then stays silent for good, as the connections of a machine that vanished do; `heal` lets new ones through.
   */
  swallow(): void {
    this.#swallows = true
    for (const strand of this.strands) this.silence(strand)
  }

  /** The same for one connection. */
  silence(strand: Strand): void {
    this.#silent.add(strand)
    for (const end of [strand.near, strand.far]) end.removeAllListeners('data').resume()
  }

  heal(): void {
    this.#swallows = false
  }

  async remove(): Promise<void> {
    await this.refuse()
  }

  #join(near: Socket): void {
    const far = connect(this.#far as { port: number })
    const strand: Strand = {
      near,
      far,
      cut: () => {
        this.strands.delete(strand)
        near.resetAndDestroy()
        far.destroy()
      },
    }
    this.strands.add(strand)
    const { returning, leaving } = this.#options
    if (!this.#swallows) {
      near.on('data', (chunk) => pass(leaving ? leaving(strand, chunk) : chunk, far))
      far.on('data', (chunk) => pass(returning ? returning(strand, chunk) : chunk, near))
    } else this.silence(strand)
    const drop = () => {
      // In a black hole nobody learns that the other side is gone.
      if (!this.#silent.has(strand)) strand.cut()
    }
    for (const end of [near, far]) end.on('error', drop).on('close', drop)
  }
}

function pass(chunk: Buffer | null, to: Socket): void {
  if (chunk !== null && chunk.length > 0 && !to.destroyed) to.write(chunk)
}
