import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { type VerifyWebhook, verifyWebhook } from '../../sdk/src/index.ts'

const secret = `whsec_${Buffer.from('a secret of twenty-four!').toString('base64')}`
const other = `whsec_${Buffer.from('a secret that is another').toString('base64')}`
const payload = JSON.stringify({
  type: 'purchase.paid',
  timestamp: '2026-01-15T12:00:00.000Z',
  data: { is: 'ü' },
})

/** As the library that the senders use signs it. */
function signed(by = secret, age_seconds = 0, id = 'evt_1'): Record<string, string> {
  const at = new Date(Date.now() - age_seconds * 1000)
  return {
    'Webhook-Id': id,
    'Webhook-Timestamp': String(Math.floor(at.getTime() / 1000)),
    'Webhook-Signature': new Webhook(by).sign(id, at, payload),
  }
}

const reasonOf = (given: Partial<VerifyWebhook>): Promise<string> =>
  verifyWebhook({ payload, headers: signed(), secret, ...given }).then(
    () => 'accepted',
    ({ name, reason }: { name: string; reason: string }) => (name === 'WebhookRejected' ? reason : name),
  )

describe('a webhook', () => {
  test('of the library that speaks the standard is believed, whatever the headers and the body come in', async () => {
    const expected = { id: 'evt_1', event: JSON.parse(payload) }
    const headers = signed()
    expect(await verifyWebhook({ payload, headers, secret })).toEqual(expected)
    expect(await verifyWebhook({ payload, headers: new Headers(headers), secret })).toEqual(expected)
    const bytes = new TextEncoder().encode(payload)
    const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
    expect(await verifyWebhook({ payload: bytes, headers: lists, secret })).toEqual(expected)
    expect(await verifyWebhook({ payload: bytes.buffer, headers, secret })).toEqual(expected)
  })

  test('may have several signatures, and may be of several secrets', async () => {
    const headers = signed()
    const both = `v1a,bm90IG91cnM= v1,bm90IGl0 v1,%%% ${headers['Webhook-Signature']}`
    expect(await reasonOf({ headers: { ...headers, 'Webhook-Signature': both } })).toBe('accepted')
    expect(await reasonOf({ secret: [other, secret] })).toBe('accepted')
  })

  test('that was changed, or is signed by somebody else, is not', async () => {
    const headers = signed()
    expect(await reasonOf({ payload: payload.replace('paid', 'lost') })).toBe('signature')
    expect(await reasonOf({ secret: other })).toBe('signature')
    expect(await reasonOf({ headers: { ...headers, 'Webhook-Id': 'evt_2' } })).toBe('signature')
    const later = String(Number(headers['Webhook-Timestamp']) + 1)
    expect(await reasonOf({ headers: { ...headers, 'Webhook-Timestamp': later } })).toBe('signature')
    const unversioned = headers['Webhook-Signature']?.slice(3) ?? ''
    expect(await reasonOf({ headers: { ...headers, 'Webhook-Signature': unversioned } })).toBe('signature')
    expect(await reasonOf({ headers: { ...headers, 'Webhook-Signature': 'v1,' } })).toBe('signature')
  })

  test('that is old or of the future is not, nor one without its headers', async () => {
    expect(await reasonOf({ headers: signed(secret, 290) })).toBe('accepted')
    expect(await reasonOf({ headers: signed(secret, 310) })).toBe('timestamp')
    expect(await reasonOf({ headers: signed(secret, -310) })).toBe('timestamp')
    expect(await reasonOf({ headers: signed(secret, 310), toleranceSeconds: 600 })).toBe('accepted')
    expect(await reasonOf({ headers: { ...signed(), 'Webhook-Timestamp': 'NaN' } })).toBe('timestamp')
    expect(await reasonOf({ headers: {} })).toBe('headers')
  })

  test('is not looked at with a secret that is none', async () => {
    for (const wrong of ['', 'whsec_', 'whsec_%%%', []])
      expect(await reasonOf({ secret: wrong })).toBe('ScripMisuse')
  })
})
