import { resolve } from 'node:path'
import { type Credentials, credentialsFile } from './credentials.ts'

/** Calls to paste into a terminal, one for each face of the API. No key is printed: each is read from the file. */
export function firstCalls(credentials: Credentials, dataDir: string): string {
  const { base_url, native, neo, vercel, hyperline, sandbox_url } = credentials
  const file = credentialsFile(dataDir)
  const secret = (path: string) => `$(node -p "require('${file}').${path}")`
  const post = (path: string, header: string, body: object, more = '') =>
    `curl '${base_url}${path}' -H 'Content-Type: application/json'${more} \\
    -H "${header}" \\
    -d '${JSON.stringify(body)}'`
  const operator = `Authorization: Bearer ${secret('operator_key')}`
  if (sandbox_url === undefined || !native || !neo || !vercel || !hyperline)
    return indented(['# Every account that there is.', `curl ${base_url}/v1/accounts -H "${operator}"`])

  const where = dataDir === resolve('.scrip') ? '' : `SCRIP_DATA_DIR=${dataDir} `
  const card = (account: string) => `${where}npx scrip demo card ${account}`
  const neoKey = `X-Api-Key: ${secret('neo.api_key')}`
  const purchase = '/api/v1/billing/purchase'
  const product = `/v1/customers/${hyperline.customer_id}/credits/${hyperline.product_id}`
  return indented([
    "# Native: burn one and a half of the demo account's credits, and see what is left.",
    post(
      `/v1/accounts/${native.account_id}/debits`,
      operator,
      { credit_type: native.credit_type, amount: '1.5' },
      " -H 'Idempotency-Key: my-first-debit'",
    ),
    `curl ${base_url}/v1/accounts/${native.account_id}/balances \\\n    -H "${operator}"`,
    '# Neo: what 100 credits cost. The first purchase answers a page to pay on, or take a test card and buy at once.',
    post(purchase, neoKey, { action: 'estimate', credits: 100 }),
    card(neo.account_id),
    post(purchase, neoKey, { action: 'purchase', credits: 100 }),
    '# And a seat with 250 credits a month, which are used before those.',
    post('/api/v1/billing/subscription/checkout', neoKey, {
      action: 'checkout',
      seats: 1,
      credits_per_user: 250,
      interval: 'month',
    }),
    '# Vercel: ten credits for the team.',
    card(vercel.team_id),
    post(`/v1/billing/buy?teamId=${vercel.team_id}`, `Authorization: Bearer ${secret('vercel.token')}`, {
      item: { type: 'credits', creditType: 'gateway', amount: 10 },
    }),
    '# Hyperline: a pack of credits.',
    card(hyperline.customer_id),
    post(`${product}/purchase`, `Authorization: Bearer ${secret('hyperline.token')}`, {
      credit_count: hyperline.pack_size,
      price_id: hyperline.bundle_price_id,
    }),
  ])
}

const indented = (lines: readonly string[]): string =>
  `\n${lines.map((line) => (line.startsWith('#') ? `  ${line}\n` : `  ${line}\n\n`)).join('')}`
