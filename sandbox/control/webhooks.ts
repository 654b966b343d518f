import { type Behaviour, checkBehaviour, WELL } from '../webhooks/behaviour.ts'
import type { Sent } from '../webhooks/sender.ts'
import { control } from './route.ts'

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

/** How events are sent, and sending them by hand. */
export const webhookControls = [
  control('GET', '/webhooks', ({ sandbox }) => {
    const { webhook_events: events, webhook_url: url } = sandbox.settings.get()
    return { url, events, behaviour: sandbox.schedule.behaviour }
  }),

  control('PUT', '/webhooks', ({ sandbox, body }) => {
    sandbox.schedule.behaviour = checkBehaviour(body as Partial<Behaviour>)
    sandbox.sender.inOrder = sandbox.schedule.behaviour.order !== 'created'
    return { behaviour: sandbox.schedule.behaviour }
  }),

  control('DELETE', '/webhooks', ({ sandbox }) => {
    sandbox.schedule.behaviour = WELL
    sandbox.sender.inOrder = false
    return { behaviour: WELL }
  }),

  control('PUT', '/webhooks/endpoint', ({ sandbox, body }) => {
    const { url, secret, events = null } = body
    if (url !== null && (typeof url !== 'string' || !URL.canParse(url)))
      throw new Error('url: an absolute URL, or null')
    if (events !== null && !isTexts(events)) throw new Error('events: a list of event types, or null for all')
    sandbox.settings.change({
      webhook_url: url,
      webhook_events: events,
      ...(typeof secret === 'string' ? { webhook_secret: secret } : {}),
    })
    sandbox.sender.wake()
    return { url, events }
  }),

  control('POST', '/webhooks/release', ({ sandbox }) => {
    const released = sandbox.deliveries.release(Date.now())
    sandbox.sender.wake()
    return { released }
  }),

  // One after the other, each as often as it is named, so that any order can be tried.
  control('POST', '/webhooks/send', async ({ sandbox, body }) => {
    if (!Array.isArray(body.events)) throw new Error('events: a list of event ids')
    const data: Sent[] = []
    for (const id of body.events) {
      if (sandbox.do((work) => work.objects.find('event', String(id))) === undefined)
        throw new Error(`events: there is no ${id}`)
      data.push(await sandbox.sender.send(String(id)))
    }
    return { data }
  }),

  control('GET', '/deliveries', ({ sandbox, query }) => ({
    data: sandbox.deliveries.list(query.get('event') ?? undefined),
  })),
]
