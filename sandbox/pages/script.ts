/**
 * What makes the forms nicer where scripts run; all of them work without. It groups the digits, and keeps a
 * second press of the button from sending the form twice.
 */
export const SCRIPT = `
for (const input of document.querySelectorAll('[data-group]')) {
  input.addEventListener('input', () => {
    const at = input.selectionStart ?? input.value.length
    const before = input.value.slice(0, at).replace(/\\D/g, '').length
    const digits = input.value.replace(/\\D/g, '').slice(0, input.dataset.group === 'card' ? 19 : 4)
    const amex = /^3[47]/.test(digits)
    input.value = input.dataset.group === 'expiry'
      ? digits.replace(/^(\\d\\d)(\\d+)$/, '$1 / $2')
      : amex ? digits.replace(/^(\\d{4})(\\d{1,6})?(\\d{1,5})?.*$/, (_, a, b, c) => [a, b, c].filter(Boolean).join(' '))
      : digits.replace(/(\\d{4})(?=\\d)/g, '$1 ')
    let place = 0
    for (let seen = 0; place < input.value.length && seen < before; place++) if (/\\d/.test(input.value[place])) seen++
    input.setSelectionRange(place, place)
  })
}
for (const form of document.querySelectorAll('form[data-once]')) {
  const button = form.querySelector('button')
  const text = button.textContent
  form.addEventListener('submit', () => { button.disabled = true; button.textContent = form.dataset.once })
  addEventListener('pageshow', () => { button.disabled = false; button.textContent = text })
}
const wrong = document.querySelector('[aria-invalid]') ?? document.querySelector('.alert[tabindex]')
if (wrong) wrong.focus()
`
