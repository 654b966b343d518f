import { CREDIT_TYPE } from './load/requests.ts'
import type { Scrip } from './scrip.ts'

const AT_ONCE = 32

/** Makes accounts, each with one wallet, the way a product would: over the native API. */
export async function openAccounts(
  scrip: Scrip,
  accounts: readonly string[],
  credits: string,
): Promise<void> {
  await post(scrip, '/v1/credit-types', { id: CREDIT_TYPE, name: 'Benchmark', unit: 'credit' })
  const waiting = [...accounts]
  const work = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      await post(scrip, '/v1/accounts', { id, kind: 'user', name: id })
      await post(scrip, `/v1/accounts/${id}/grants`, { credit_type: CREDIT_TYPE, amount: credits })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

export async function post({ port, key }: Scrip, path: string, body: object): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${text}`)
}
