import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyBodyParser } from 'fastify'
import { parseExactJson } from './exact-json.ts'
import { HttpRefused, refuseHttp } from './refusals.ts'

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]*)/i
const ENCODED = refuseHttp(
  'unsupported_media_type',
  'Send the body in UTF-8, and without a Content-Encoding.',
)

/** A body of JSON, with its numbers exact; undefined where there is none. */
export const jsonBody: FastifyBodyParser<Buffer> = ({ headers }, body, done) => {
  if (!isPlain(headers)) throw new HttpRefused(ENCODED)
  done(null, body.length === 0 ? undefined : parseExactJson(body))
}

/** Whether a body is what its bytes say: neither packed nor in another alphabet. */
function isPlain({ 'content-encoding': encoding, 'content-type': type = '' }: IncomingHttpHeaders): boolean {
  const charset = CHARSET.exec(type)?.[1] ?? 'utf-8'
  return (encoding ?? 'identity') === 'identity' && /^(utf-?8|us-ascii)$/i.test(charset)
}
