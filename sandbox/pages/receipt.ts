import { shown } from '../amounts.ts'
import type { Sandbox } from '../sandbox.ts'
import type { PageAnswer, PageCall } from './answer.ts'
import { html } from './html.ts'
import { day } from './invoice-bill.ts'
import { notice } from './layout.ts'

/** What a charge's receipt_url shows. */
export function receiptPage(sandbox: Sandbox, { parts }: PageCall): PageAnswer {
  return sandbox.do(({ objects }): PageAnswer => {
    const charge = objects.find('charge', parts[0] ?? '')
    if (charge === undefined || !charge.paid)
      return { status: 404, html: notice('No such page', 'This receipt does not exist.') }
    const card = charge.payment_method_details?.card
    const { amount, amount_refunded, currency } = charge
    const refunded =
      amount_refunded > 0 &&
      html`<p>${shown(amount_refunded, currency)} ${amount_refunded === amount ? 'was' : 'of it was'} refunded.</p>`
    const text = html`Paid on ${day(charge.created)} with ${card?.brand} •••• ${card?.last4}.`
    return { status: 200, html: notice(`Receipt for ${shown(amount, currency)}`, text, refunded) }
  })
}
