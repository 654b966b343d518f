import type { CreateWebhookEndpointBody, WebhookEndpoint } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { Misused } from '../exit.ts'
import { LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, when } from '../table.ts'
import { deliveries, reportDelivery, resend } from './webhook-deliveries.ts'

const TYPE = {
  value: 'TYPE',
  help: 'Only tell of this, as in purchase.paid; of everything unless said.',
  many: true,
} as const

const list = command({
  name: 'list',
  summary: 'List the webhook endpoints',
  options: LISTING,
  examples: ['webhooks list'],
  async run({ options, scrip, out }) {
    await out.list(scrip().webhookEndpoints.list(), COLUMNS, limitOf(options.limit).most)
  },
})

const create = command({
  name: 'create',
  summary: 'Have a URL told what happens; its secret is shown this once',
  args: ['URL'],
  options: { type: TYPE, ...ONCE },
  examples: ['webhooks create https://shop.example.com/scrip --type purchase.paid --type purchase.refunded'],
  async run({ args: [url], options: { type, once }, scrip, out }) {
    const endpoint = await scrip().webhookEndpoints.create({ url, types: typesOf(type) }, under(once))
    out.one(endpoint, [...reportEndpoint(endpoint), ...facts([['secret', endpoint.secret]])])
  },
})

const get = command({
  name: 'get',
  summary: 'Show an endpoint',
  args: ['ENDPOINT'],
  examples: ['webhooks get whe_…'],
  async run({ args: [id], scrip, out }) {
    const endpoint = await scrip().webhookEndpoints.get(id)
    out.one(endpoint, reportEndpoint(endpoint))
  },
})

const update = command({
  name: 'update',
  summary: 'Change what is named of an endpoint, and leave the rest',
  args: ['ENDPOINT'],
  options: {
    address: { value: 'URL', help: 'Where it is.' },
    type: TYPE,
    'all-types': { help: 'Tell of everything.' },
    on: { help: 'Tell it again.' },
    off: { help: 'Tell it nothing more.' },
    ...ONCE,
  },
  examples: ['webhooks update whe_… --off'],
  async run({ args: [id], options, scrip, out }) {
    const { on, off, type, 'all-types': allTypes, once } = options
    if (on && off) throw new Misused('--on and --off are opposites; give one of them.')
    if (allTypes && type.length > 0)
      throw new Misused('--all-types and --type are opposites; give one of them.')
    const types = allTypes ? null : typesOf(type)
    const body = { url: options.address, types, active: on || off ? on : undefined }
    const endpoint = await scrip().webhookEndpoints.update(id, body, under(once))
    out.one(endpoint, reportEndpoint(endpoint))
  },
})

const remove = command({
  name: 'delete',
  summary: 'Take an endpoint away, with what waits for it',
  args: ['ENDPOINT'],
  options: ONCE,
  examples: ['webhooks delete whe_…'],
  async run({ args: [id], options: { once }, scrip, out }) {
    const endpoint = await scrip().webhookEndpoints.delete(id, under(once))
    out.one(endpoint, reportEndpoint(endpoint))
  },
})

const rotate = command({
  name: 'rotate',
  summary: 'Give an endpoint another secret; for a while the one before signs too',
  args: ['ENDPOINT'],
  options: ONCE,
  examples: ['webhooks rotate whe_…'],
  async run({ args: [id], options: { once }, scrip, out }) {
    const endpoint = await scrip().webhookEndpoints.rotate(id, under(once))
    out.one(endpoint, [...reportEndpoint(endpoint), ...facts([['secret', endpoint.secret]])])
  },
})

const test = command({
  name: 'test',
  summary: 'Send an endpoint a ping',
  args: ['ENDPOINT'],
  options: ONCE,
  examples: ['webhooks test whe_…'],
  async run({ args: [id], options: { once }, scrip, out }) {
    const delivery = await scrip().webhookEndpoints.test(id, under(once))
    out.one(delivery, reportDelivery(delivery))
  },
})

export const webhooks: Group = {
  name: 'webhooks',
  summary: 'Who is told what happens, and what became of it',
  commands: [list, get, create, update, remove, rotate, test, deliveries, resend],
  usual: 'list',
}

/** The server knows them, and says which is none. */
const typesOf = (types: readonly string[]): CreateWebhookEndpointBody['types'] =>
  types.length === 0 ? undefined : (types as CreateWebhookEndpointBody['types'])

const state = ({ active, failing_since }: WebhookEndpoint): string =>
  active ? (failing_since === null ? 'on' : `failing since ${when(failing_since)}`) : 'off'

const COLUMNS = [
  column<WebhookEndpoint>('ENDPOINT', ({ id }) => id),
  column<WebhookEndpoint>('URL', ({ url }) => url),
  column<WebhookEndpoint>('STATE', state),
  column<WebhookEndpoint>('IS TOLD', ({ types }) => types?.join(', ') ?? 'everything'),
]

const reportEndpoint = (endpoint: WebhookEndpoint): string[] =>
  facts([
    ['endpoint', endpoint.id],
    ['url', endpoint.url],
    ['state', state(endpoint)],
    ['is told', endpoint.types?.join(', ') ?? 'everything'],
    ['old secret until', when(endpoint.previous_secret_until)],
    ['since', when(endpoint.created_at)],
  ])
