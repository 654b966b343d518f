type Given = Readonly<Record<string, unknown>>

/** All of them may be left out of a link. */
type Kept<K extends string> = { readonly [name in K]?: string | undefined }
type WithTrail = { readonly after?: readonly string[] | undefined }

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const texts = (value: unknown): readonly string[] | undefined => {
  if (!Array.isArray(value)) return undefined
  const all = value.map(text).filter((one) => one !== undefined)
  return all.length > 0 ? all : undefined
}

/** What the pages keep in the address, read out of it with nothing taken for granted. */
export const search = {
  /** Only a page of the console: another address would lead people elsewhere after they signed in. */
  signIn: ({ to }: Given): { readonly to?: string | undefined } => {
    const path = text(to)
    return { to: path?.startsWith('/') && !path.startsWith('//') && !path.includes('\\') ? path : undefined }
  },
  overview: ({ days }: Given): { readonly days?: 7 | 30 | 90 | 365 | undefined } => {
    const known = ([7, 30, 90, 365] as const).find((one) => one === Number(days))
    return { days: known }
  },
  accounts: ({ search, after }: Given): Kept<'search'> & WithTrail => ({
    search: text(search),
    after: texts(after),
  }),
  entries: ({ credit_type, kind, grant }: Given): Kept<'credit_type' | 'kind' | 'grant'> => ({
    credit_type: text(credit_type),
    kind: text(kind),
    grant: text(grant),
  }),
  usage: ({
    credit_type,
    member,
    project,
    feature,
    debit,
  }: Given): Kept<'credit_type' | 'member' | 'project' | 'feature' | 'debit'> => ({
    credit_type: text(credit_type),
    member: text(member),
    project: text(project),
    feature: text(feature),
    debit: text(debit),
  }),
  purchases: ({
    state,
    credit_type,
    account,
    after,
  }: Given): Kept<'state' | 'credit_type' | 'account'> & WithTrail => ({
    state: text(state),
    credit_type: text(credit_type),
    account: text(account),
    after: texts(after),
  }),
  subscriptions: ({ status, after }: Given): Kept<'status'> & WithTrail => ({
    status: text(status),
    after: texts(after),
  }),
}
