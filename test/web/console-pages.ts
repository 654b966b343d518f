import type { Page } from 'playwright-core'

/** Every page of the console with what shows that it is there. `{purchase}` and such are ids of the demo. */
export const pages = {
  overview: ['/', 'Revenue'],
  accounts: ['/accounts', 'Acme Robotics'],
  'accounts-nothing': ['/accounts?search=nobody-at-all', 'Nothing is found'],
  account: ['/accounts/team_acme', 'Grants over time'],
  'account-purchases': ['/accounts/team_acme/purchases', 'Agent credits'],
  'account-usage': ['/accounts/team_acme/usage', 'Burned by day'],
  'account-debit': ['/accounts/team_acme/usage?debit={debit}', 'Drawn from, in this order'],
  'account-ledger': ['/accounts/team_acme/entries', 'wallet → consumed'],
  'account-subscription': ['/accounts/neo_demo/subscription', 'Credits reset'],
  'account-members': ['/accounts/team_acme/members', 'ada@acme.example'],
  'account-keys': ['/accounts/team_acme/keys', 'production'],
  'account-settings': ['/accounts/team_acme/settings', 'Put forward'],
  'account-missing': ['/accounts/nobody', 'There is no account'],
  purchase: ['/accounts/team_acme/purchases/{purchase}', 'What happened'],
  'purchase-disputed': ['/accounts/team_tidepool/purchases/{disputed}', 'Disputed as'],
  purchases: ['/purchases', 'Paid with'],
  subscriptions: ['/subscriptions', 'neo_demo'],
  'credit-types': ['/catalogue', 'Gateway credits'],
  prices: ['/catalogue/prices', 'Archive'],
  plans: ['/catalogue/plans', 'plan_neo'],
  keys: ['/keys', 'first start'],
  webhooks: ['/webhooks', 'No endpoints'],
  checks: ['/checks', 'Holds'],
  jobs: ['/jobs', 'Sums the ledger'],
} as const

export type PageName = keyof typeof pages
export type Ids = Readonly<Record<string, string>>

/** Goes there and waits until nothing is on its way any more. */
export async function show(page: Page, base_url: string, name: PageName, ids: Ids): Promise<void> {
  const [path, sign] = pages[name]
  const filled = path.replace(/\{(\w+)\}/g, (_, id: string) => ids[id]!)
  await page.goto(`${base_url}/console${filled}`)
  await page.getByText(sign).first().waitFor()
  await settle(page)
}

export async function settle(page: Page): Promise<void> {
  await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' })
}

/** What is asked before something is done: on which page, and by which presses. */
export const dialogs = {
  grant: ['account', ['Grant']],
  debit: ['account', ['More to do with this account', 'Debit…']],
  adjust: ['account', ['More to do with this account', 'Adjust…']],
  refund: ['purchase', ['Refund']],
  'change-subscription': ['account-subscription', ['Change']],
  'new-price': ['prices', ['New price']],
  'new-plan': ['plans', ['New plan']],
  'issue-key': ['keys', ['Issue a key']],
} as const satisfies Record<string, readonly [PageName, readonly string[]]>

export type DialogName = keyof typeof dialogs

export async function ask(page: Page, name: DialogName): Promise<void> {
  for (const press of dialogs[name][1]) {
    const role = press.endsWith('Debit…') || press.endsWith('Adjust…') ? 'menuitem' : 'button'
    await page.getByRole(role, { name: press, exact: true }).first().click()
  }
  await page.getByRole('dialog').waitFor()
  if (name !== 'change-subscription') return
  await page.getByRole('spinbutton', { name: 'Seats' }).fill('5')
  await page.getByRole('button', { name: /^Charge / }).waitFor()
}
