import type { WebhookDelivery } from '../../../sdk/src/index.ts'
import { command } from '../command.ts'
import { LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, numbers, when } from '../table.ts'

export const deliveries = command({
  name: 'deliveries',
  summary: 'List what was sent, or is still to be, newest first',
  args: ['[ENDPOINT]'],
  options: {
    state: { value: 'STATE', help: 'Only these.', choices: ['waiting', 'delivered', 'failed'] },
    ...LISTING,
  },
  examples: ['webhooks deliveries --state failed'],
  async run({ args: [endpoint], options: { state, limit }, scrip, out }) {
    const { most, page } = limitOf(limit)
    await out.list(scrip().webhookDeliveries.list({ endpoint, state, limit: page }), COLUMNS, most)
  },
})

export const resend = command({
  name: 'resend',
  summary: 'Send a delivery again, whatever became of it',
  args: ['DELIVERY'],
  options: ONCE,
  examples: ['webhooks resend dlv_…'],
  async run({ args: [id], options: { once }, scrip, out }) {
    const delivery = await scrip().webhookDeliveries.resend(id, under(once))
    out.one(delivery, reportDelivery(delivery))
  },
})

const became = ({ last_status, last_error }: WebhookDelivery): string | null =>
  last_error ?? (last_status === null ? null : String(last_status))

const COLUMNS = [
  column<WebhookDelivery>('DELIVERY', ({ id }) => id),
  column<WebhookDelivery>('TYPE', ({ type }) => type),
  column<WebhookDelivery>('ACCOUNT', ({ account }) => account),
  column<WebhookDelivery>('STATE', ({ state }) => state),
  numbers<WebhookDelivery>('TRIED', ({ attempts }) => attempts),
  column<WebhookDelivery>('LAST', became),
  column<WebhookDelivery>('HAPPENED', ({ happened_at }) => when(happened_at)),
]

export const reportDelivery = (delivery: WebhookDelivery): string[] =>
  facts([
    ['delivery', delivery.id],
    ['endpoint', delivery.endpoint],
    ['tells of', delivery.type],
    ['account', delivery.account],
    ['state', delivery.state],
    ['tried', delivery.attempts === 0 ? null : `${delivery.attempts} times, last ${became(delivery)}`],
    ['next', when(delivery.next_attempt_at)],
    ['happened', when(delivery.happened_at)],
  ])
