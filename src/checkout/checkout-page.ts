import { html } from '../http/document/html.ts'

export type CheckoutPage = keyof typeof pages

/** What a buyer is told who comes back from paying. None of it says whose purchase it is, or of what. */
const pages = {
  paid: {
    look: 'paid',
    mark: '✓',
    title: 'Paid',
    text: 'Thank you. Your credits are in your account. You can close this page.',
    again: false,
  },
  returned: {
    look: 'unpaid',
    mark: '–',
    title: 'Paid back',
    text: 'This payment was returned, and its credits were taken back. You can close this page.',
    again: false,
  },
  confirming: {
    look: 'waiting',
    mark: '…',
    title: 'Your payment is being confirmed',
    text: 'This can take a moment. Your credits appear by themselves once it is through: you can close this page.',
    again: true,
  },
  waiting: {
    look: 'waiting',
    mark: '…',
    title: 'Not paid yet',
    text: 'The payment has not been completed. If you have just paid, this page says so in a moment.',
    again: true,
  },
  unpaid: {
    look: 'unpaid',
    mark: '–',
    title: 'Not paid',
    text: 'The payment was not completed, and nothing was charged. You can go back and try again.',
    again: false,
  },
  cancelled: {
    look: 'unpaid',
    mark: '–',
    title: 'Payment cancelled',
    text: 'You left the payment page, and nothing was charged. You can close this page.',
    again: false,
  },
  away: {
    look: 'waiting',
    mark: '…',
    title: 'We can not look just now',
    text: 'Nothing is lost: if you have paid, your credits appear by themselves. This page tries again in a moment.',
    again: true,
  },
  unknown: {
    look: 'unknown',
    mark: '?',
    title: 'There is no such payment',
    text: 'The address of this page may have been cut off. Open the link again, or go back to where you came from.',
    again: false,
  },
} as const

const AGAIN_SECONDS = 4

export function checkoutPage(name: CheckoutPage): string {
  const { look, mark, title, text, again } = pages[name]
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${again ? html`<meta http-equiv="refresh" content="${String(AGAIN_SECONDS)}">` : ''}
<title>${title}</title>
<link rel="stylesheet" href="/checkout/style.css">
</head>
<body>
<main class="${look}">
<div class="mark" aria-hidden="true">${mark}</div>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>`
  return page.text
}
