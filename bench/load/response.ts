/** Where an answer ends within what has been read, or null while a part of it is missing. */
export interface Extent {
  readonly status: number
  readonly body_at: number
  readonly end: number
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** Reads no more of an answer than its status and length, since the reading shares the machine with the server. */
export function extentOf(bytes: Buffer): Extent | null {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return null
  const head = bytes.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined && /\r\ntransfer-encoding:/i.test(head))
    throw new Error('the answer is chunked, which the load generator does not read')
  const end = headEnd + 4 + Number(length ?? 0)
  return bytes.length < end ? null : { status, body_at: headEnd + 4, end }
}

/** How often the text is in the bytes. */
export function occurrences(bytes: Buffer, text: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.length)) count += 1
  return count
}
