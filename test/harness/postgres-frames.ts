const HEADER_BYTES = 5

/** One message of PostgreSQL's protocol. */
export interface Frame {
  readonly type: string
  readonly body: Buffer
}

/** Takes a stream of PostgreSQL's protocol apart, wherever its chunks are broken. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)
  /** A client's first message has no type. */
  #untyped: boolean

  constructor(side: 'client' | 'server') {
    this.#untyped = side === 'client'
  }

  read(chunk: Buffer): Frame[] {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    const frames: Frame[] = []
    while (bytes.length >= HEADER_BYTES) {
      const from = this.#untyped ? 0 : 1
      const end = from + bytes.readInt32BE(from)
      if (bytes.length < end) break
      const type = this.#untyped ? '' : String.fromCharCode(bytes[0] as number)
      frames.push({ type, body: bytes.subarray(from + 4, end) })
      this.#untyped = false
      bytes = bytes.subarray(end)
    }
    this.#rest = Buffer.from(bytes)
    return frames
  }
}

/** What a backend says when an administrator ends it. */
export function fatalError(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C57P01\0M${message}\0\0`)
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('E')
  header.writeInt32BE(4 + fields.length, 1)
  return Buffer.concat([header, fields])
}
