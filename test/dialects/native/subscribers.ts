import { type NativeServer, nativeServer, type Wire } from './server.ts'

const DAY_MS = 86_400_000

/** A server that sells the plan `team`, and what tests say to it most. */
export async function subscribers() {
  const native = await nativeServer()
  const { operator } = native
  await operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent credits', unit_price: '0.01' })
  await operator('POST', '/v1/credit-types', { id: 'chat', name: 'Chat credits' })
  const sizes = [
    { credits: '1000', month_price: '9.50', year_price: '95.00' },
    { credits: '5000', month_price: '45.00' },
  ]
  await operator('POST', '/v1/plans', {
    id: 'team',
    name: 'Team',
    credit_type: 'agent',
    pricing: { by: 'size', sizes },
    bonus: '100',
  })
  await operator('POST', '/v1/plans', {
    id: 'lot',
    name: 'Lot',
    credit_type: 'chat',
    gives_to: 'quantity',
    pricing: { by: 'credit', month_unit_price: '0.01' },
  })
  return { native, ...callsOf(native) }
}

function callsOf(native: NativeServer) {
  const { operator } = native
  const path = (account: string) => `/v1/accounts/${account}`
  const get = async (url: string) => (await operator('GET', url)).body
  const subscribe = (account: string, more: object = {}, headers = {}) =>
    operator(
      'POST',
      `${path(account)}/subscriptions`,
      { plan: 'team', seats: 2, credits_per_seat: '1000', ...more },
      headers,
    )
  return {
    get,
    subscribe,
    /** A team with these members, and a card where one is named. */
    async team(id: string, members: readonly string[] = [], card: string | null = 'pm_card_visa') {
      await operator('POST', '/v1/accounts', { id, kind: 'team', name: `Team ${id}` })
      for (const member of members) await operator('POST', `${path(id)}/members`, { id: member })
      if (card) await native.card(id, card)
    },
    /** Of an account's subscription: its path. */
    async begun(account: string, more: object = {}): Promise<string> {
      const { status, body } = await subscribe(account, more)
      if (status !== 201) throw new Error(JSON.stringify(body))
      return `${path(account)}/subscriptions/${body.subscription.id}`
    },
    available: async (account: string, query = '', type = 'agent') =>
      (await get(`${path(account)}/balances/${type}${query}`)).available as string,
    burn: (account: string, member: string, amount: string): Promise<Wire> =>
      operator('POST', `${path(account)}/debits`, { credit_type: 'agent', amount, member }),
    /** The account's own clock goes forward to the moment, or by whole days. */
    async wait(account: string, to: string | number) {
      const { store } = native
      const ahead_ms =
        typeof to === 'number' ? store.ahead(account) + to * DAY_MS : Date.parse(to) - Date.now()
      await store.clocks.put(account, ahead_ms)
    },
    /** What the account's bills came to that were paid, oldest first. */
    paid: async (account: string): Promise<string[]> =>
      (await get(`${path(account)}/purchases?state=paid&limit=100`)).items
        .map(({ total }: { total: string }) => total)
        .reverse(),
  }
}
