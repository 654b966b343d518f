/**
 * Everything that is asked for under a key, and what asking twice does. What `adds` is done twice, unless it is asked
 * for under the same key, so that key outlasts the dialog. What `sets` or ends something harms nothing when it is done
 * anew, while an old key would answer of a time before it was set back.
 */
export const natures = {
  'add endpoint': 'adds',
  'add member': 'adds',
  adjust: 'adds',
  'advance clock': 'adds',
  'change subscription': 'adds',
  'create account': 'adds',
  'create credit type': 'adds',
  'create plan': 'adds',
  'create price': 'adds',
  debit: 'adds',
  grant: 'adds',
  'issue key': 'adds',
  'ping endpoint': 'adds',
  refund: 'adds',
  'reverse debit': 'adds',
  'revoke grant': 'adds',
  'rotate endpoint': 'adds',
  'rotate key': 'adds',
  subscribe: 'adds',
  archive: 'sets',
  'cancel subscription': 'sets',
  'change account': 'sets',
  'change credit type': 'sets',
  'change endpoint': 'sets',
  'change member': 'sets',
  'clear change': 'sets',
  'pay subscription': 'sets',
  'put cap': 'sets',
  'release hold': 'sets',
  'remove cap': 'sets',
  'remove endpoint': 'sets',
  'remove member': 'sets',
  'resume subscription': 'sets',
  'revoke key': 'sets',
  'run check': 'sets',
  'send delivery again': 'sets',
} as const satisfies Record<string, 'adds' | 'sets'>

export type AskedFor = keyof typeof natures

/** What is asked for, and of what: `['refund', account, purchase]`. */
export type About = readonly [AskedFor, ...string[]]
