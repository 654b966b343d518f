import Type from 'typebox'
import { BadCursor } from '../../core/bad-cursor.ts'
import { type CapUsage, capUsages } from '../../core/caps/cap-usage.ts'
import { isRefusal } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { CapUsageWire, capUsageWire } from './convert-cap.ts'
import * as examples from './examples.ts'
import { AccountPath, strict } from './fields.ts'
import { PageOf, pageRequest, paging } from './page.ts'

const cursorOf = ({ cap }: CapUsage): string =>
  Buffer.from(`${cap.subject} ${cap.subject_id}`).toString('base64url')

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/caps',
  id: 'list_caps',
  summary: "List an account's caps",
  tags: ['Caps'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object(paging, strict),
  example: { params: { account: 'team_acme' } },
  success: {
    schema: PageOf(CapUsageWire),
    example: {
      items: [{ ...examples.cap, used: '12.5', remaining: '487.5', resets_at: '2026-02-01T00:00:00.000Z' }],
      next_cursor: null,
    },
  },
  refusals: ['account_not_found'],
  async handler({ store, params, query, now }) {
    const usages = await capUsages(store.registry, params.account, now)
    if (isRefusal(usages)) return usages
    const { limit, after } = pageRequest(query)
    const begin = after === null ? 0 : usages.findIndex((usage) => cursorOf(usage) === after) + 1
    if (after !== null && begin === 0) throw new BadCursor()
    const items = usages.slice(begin, begin + limit)
    const last = items.at(-1)
    const more = begin + limit < usages.length && last !== undefined
    return { items: items.map(capUsageWire), next_cursor: more ? cursorOf(last) : null }
  },
})
