import type { CardEntry } from '../cards/check-number.ts'
import { fullYear } from '../cards/check-number.ts'
import type { ApiError } from '../errors.ts'
import { type Html, html } from './html.ts'

/** What is wrong with which field. */
export type Wrong = Partial<Record<'card' | 'cvc' | 'email' | 'expiry' | 'name', string>>

interface FieldOptions {
  name: keyof Wrong | 'postal_code'
  label: string
  value: string
  wrong: Wrong
  attributes: Html
}

export function field({ name, label, value, wrong, attributes }: FieldOptions): Html {
  const text = name === 'postal_code' ? undefined : wrong[name]
  const state = text === undefined ? '' : html` aria-invalid="true" aria-describedby="${name}-wrong"`
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}" ${attributes}${state}>
${text === undefined ? '' : html`<p class="wrong" id="${name}-wrong">${text}</p>`}</div>`
}

/** Card number, expiry and security code. They are never filled in again: a card's numbers stay with the buyer. */
export function cardFields(wrong: Wrong): Html {
  const digits = html`inputmode="numeric" required class="digits"`
  return html`${field({
    name: 'card',
    label: 'Card number',
    value: '',
    wrong,
    attributes: html`${digits} autocomplete="cc-number" placeholder="4242 4242 4242 4242" maxlength="25" data-group="card"`,
  })}
<div class="pair">${field({
    name: 'expiry',
    label: 'Expiry (MM / YY)',
    value: '',
    wrong,
    attributes: html`${digits} autocomplete="cc-exp" placeholder="12 / 34" maxlength="9" data-group="expiry"`,
  })}
${field({
  name: 'cvc',
  label: 'Security code (CVC)',
  value: '',
  wrong,
  attributes: html`${digits} autocomplete="cc-csc" placeholder="123" maxlength="4"`,
})}</div>`
}

/** Reads the card out of a form, or says what is missing. */
export function readCard(form: URLSearchParams): { card: CardEntry; wrong: Wrong } {
  const wrong: Wrong = {}
  const number = (form.get('card') ?? '').trim()
  const expiry = /^\s*(\d{1,2})\s*[/\-. ]?\s*(\d{2}|\d{4})\s*$/.exec(form.get('expiry') ?? '')
  const cvc = (form.get('cvc') ?? '').trim()
  if (number === '') wrong.card = 'Enter your card number.'
  if (expiry === null) wrong.expiry = 'Enter the expiry date as month and year, like 12 / 34.'
  if (cvc === '') wrong.cvc = "Enter your card's security code."
  const [, month = '0', year = '0'] = expiry ?? []
  return { card: { number, exp_month: Number(month), exp_year: fullYear(Number(year)), cvc }, wrong }
}

/** Says a refused card's reason at the field that it is about. */
export function wrongOf({ body }: ApiError): Wrong {
  if (body.param?.startsWith('card[exp')) return { expiry: body.message }
  if (body.param === 'card[cvc]') return { cvc: body.message }
  return { card: body.message }
}

/** A short list of the cards that there are. */
export const testCards = html`<details><summary>Test cards</summary>
<table class="rows"><tbody>
<tr><td><code>4242 4242 4242 4242</code></td><td>is paid</td></tr>
<tr><td><code>4000 0025 0000 3155</code></td><td>asks for 3-D Secure</td></tr>
<tr><td><code>4000 0000 0000 0002</code></td><td>is declined</td></tr>
<tr><td><code>4000 0000 0000 9995</code></td><td>has no funds</td></tr>
<tr><td><code>4000 0000 0000 0259</code></td><td>is paid, then disputed</td></tr>
<tr><td><code>4000 0000 0000 5126</code></td><td>is paid; its refunds fail later</td></tr>
</tbody></table><p class="small soft">Any expiry date to come, any security code.</p></details>`
