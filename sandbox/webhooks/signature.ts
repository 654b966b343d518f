import { createHmac } from 'node:crypto'

/** The header that a webhook is signed with: when it was sent, and a code over that and the body. */
export function signature(body: string, secret: string, at_seconds: number): string {
  const code = createHmac('sha256', secret).update(`${at_seconds}.${body}`).digest('hex')
  return `t=${at_seconds},v1=${code}`
}
