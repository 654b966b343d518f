import { shown } from '../amounts.ts'
import { authenticate } from '../payment-intents/authenticate.ts'
import type { Sandbox } from '../sandbox.ts'
import { authenticateSetup } from '../setup-intents/confirm.ts'
import type { PaymentIntent, SetupIntent } from '../wire.ts'
import type { PageAnswer, PageCall } from './answer.ts'
import { html } from './html.ts'
import { notice } from './layout.ts'

/** The bank's page: the buyer confirms the payment there, or doesn't. */
export function threeDSecurePage(
  sandbox: Sandbox,
  { method, parts, path, query, form }: PageCall,
): PageAnswer {
  const origin = { method, path, request: { id: null, idempotency_key: null } }
  return sandbox.do((work): PageAnswer => {
    const id = parts[0] ?? ''
    const intent = work.objects.find('payment_intent', id) ?? work.objects.find('setup_intent', id)
    if (intent === undefined || intent.client_secret !== query.get('client_secret'))
      return { status: 404, html: notice('No such page', 'There is nothing to confirm here.') }
    const { return_url } = work.objects.hidden(id)
    if (method === 'POST' && intent.status === 'requires_action') {
      const confirmed = form.get('answer') === 'confirm'
      if (intent.object === 'payment_intent') authenticate(work, intent, confirmed)
      else authenticateSetup(work, intent, confirmed)
    }
    if (intent.status === 'requires_action') return ask(intent)
    if (typeof return_url === 'string') return { to: back(return_url, intent) }
    const good = intent.status === 'succeeded' || intent.status === 'requires_capture'
    const text = good ? 'You may close this page.' : 'Nothing was charged. You may close this page.'
    return { status: 200, html: notice(good ? 'Confirmed' : 'Not confirmed', text) }
  }, origin)
}

function ask(intent: PaymentIntent | SetupIntent): PageAnswer {
  const what =
    intent.object === 'payment_intent'
      ? html`Your bank wants to know that it is you who pays <strong>${shown(intent.amount, intent.currency)}</strong>.`
      : html`Your bank wants to know that it is you who saves this card.`
  const form = html`<form method="post" class="actions">
<button name="answer" value="confirm">Confirm</button>
<button name="answer" value="refuse" class="quiet">Refuse</button></form>`
  return { status: 200, html: notice('Confirm with your bank', what, form) }
}

function back(return_url: string, intent: PaymentIntent | SetupIntent): string {
  const url = new URL(return_url)
  const done = intent.status === 'succeeded' || intent.status === 'requires_capture'
  url.searchParams.set(intent.object, intent.id)
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? '')
  url.searchParams.set('redirect_status', done ? 'succeeded' : 'failed')
  return url.href
}
