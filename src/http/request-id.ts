import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const SANE = /^[A-Za-z0-9_.:-]{1,128}$/

/** Ids of requests: the caller's own where it is sane, else this process's name and a count. */
export function requestIds(): (request: Pick<IncomingMessage, 'headers'>) => string {
  const boot = `req_${randomBytes(6).toString('hex')}`
  let count = 0
  return ({ headers }) => {
    const given = headers['x-request-id']
    if (typeof given === 'string' && SANE.test(given)) return given
    count += 1
    return `${boot}${count.toString(36).padStart(6, '0')}`
  }
}
