import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from '../http/body.ts'
import type { Sandbox } from '../sandbox.ts'
import type { PageAnswer, PageCall } from './answer.ts'
import { checkoutPage, checkoutReturn } from './checkout.ts'
import { html } from './html.ts'
import { invoicePage } from './invoice.ts'
import { notice } from './layout.ts'
import { receiptPage } from './receipt.ts'
import { threeDSecurePage } from './three-d-secure.ts'

type Page = (sandbox: Sandbox, call: PageCall) => PageAnswer

const PAGES: readonly (readonly [prefix: string, page: Page])[] = [
  ['/c/pay/', checkoutPage],
  ['/c/return/', checkoutReturn],
  ['/3ds/', threeDSecurePage],
  ['/i/', invoicePage],
  ['/receipts/', receiptPage],
]

// A form may lead anywhere: the merchant's own page is where the buyer ends up.
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; form-action *; base-uri 'none'; frame-ancestors 'none'"

/** Answers the pages that a person sees. */
export async function servePage(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://sandbox')
  const method = request.method === 'POST' ? 'POST' : 'GET'
  const form = new URLSearchParams(method === 'POST' ? await bodyOf(request) : '')
  const [prefix, page] = PAGES.find(([start]) => pathname.startsWith(start)) ?? ['/', home]
  const parts = pathname.slice(prefix.length).split('/').map(decodeURIComponent)
  const answer = page(sandbox, { method, path: pathname, parts, query, form })
  await sandbox.group.written()
  if ('to' in answer) {
    response.writeHead(303, { location: answer.to, 'cache-control': 'no-store' }).end()
    return
  }
  const common = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
  if ('pdf' in answer) {
    const disposition = `attachment; filename="${answer.name}"`
    response.writeHead(200, {
      ...common,
      'content-type': 'application/pdf',
      'content-disposition': disposition,
    })
    response.end(answer.pdf)
    return
  }
  const headers = { ...common, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY }
  response.writeHead(answer.status, headers).end(answer.html.text)
}

const home: Page = (_sandbox, { path }) =>
  path === '/'
    ? {
        status: 200,
        html: notice(
          'A local Stripe',
          html`The API is at <code>/v1</code>, the controls are at <code>/_sandbox</code>.`,
        ),
      }
    : { status: 404, html: notice('No such page', 'There is nothing here.') }
