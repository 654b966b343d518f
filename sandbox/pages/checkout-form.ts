import { cardFields, field, testCards, type Wrong } from './card-fields.ts'
import { type Html, html } from './html.ts'
import { SELLER } from './layout.ts'

/** What the buyer had entered beside the card. */
export interface Filled {
  email: string
  name: string
  country: string
  postal_code: string
}

interface FormOptions {
  /** null where the buyer is to be asked. */
  email: string | null
  filled: Filled
  wrong: Wrong
  declined: string | undefined
  button: string
  keeps: boolean
}

const COUNTRIES: readonly (readonly [string, string])[] = [
  ['AT', 'Austria'],
  ['AU', 'Australia'],
  ['BR', 'Brazil'],
  ['CA', 'Canada'],
  ['CH', 'Switzerland'],
  ['DE', 'Germany'],
  ['ES', 'Spain'],
  ['FR', 'France'],
  ['GB', 'United Kingdom'],
  ['IN', 'India'],
  ['IT', 'Italy'],
  ['JP', 'Japan'],
  ['NL', 'Netherlands'],
  ['PL', 'Poland'],
  ['SE', 'Sweden'],
  ['US', 'United States'],
]

export function checkoutForm({ email, filled, wrong, declined, button, keeps }: FormOptions): Html {
  const options = COUNTRIES.map(
    ([code, name]) =>
      html`<option value="${code}"${filled.country === code ? html` selected` : ''}>${name}</option>`,
  )
  const faults = Object.keys(wrong).length
  return html`<form method="post" class="stack" novalidate data-once="Processing…">
<h2>Pay by card</h2>
${declined === undefined ? '' : html`<div class="alert" role="alert" tabindex="-1"><strong>${declined}</strong> Nothing was charged. Try again, or use another card.</div>`}
${faults === 0 ? '' : html`<div class="alert" role="alert" tabindex="-1">${faults === 1 ? 'One field needs' : `${faults} fields need`} another look.</div>`}
${
  email === null
    ? field({
        name: 'email',
        label: 'Email',
        value: filled.email,
        wrong,
        attributes: html`type="email" autocomplete="email" required placeholder="name@example.com"`,
      })
    : html`<div class="field"><span class="label">Email</span>${email}</div>`
}
${cardFields(wrong)}
${field({ name: 'name', label: 'Name on card', value: filled.name, wrong, attributes: html`autocomplete="cc-name" required` })}
<div class="pair"><div class="field"><label for="country">Country</label><select id="country" name="country" autocomplete="country">${options}</select></div>
${field({ name: 'postal_code', label: 'Postal code', value: filled.postal_code, wrong, attributes: html`autocomplete="postal-code"` })}</div>
${keeps ? html`<p class="small soft">The card is saved, and ${SELLER} may charge it for later purchases that you agree to.</p>` : ''}
<button>${button}</button>
${testCards}
</form>`
}
