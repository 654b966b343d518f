import { expect } from 'vitest'
import { must } from '../harness/wire.ts'
import type { DialectName, Tale } from './tale.ts'

const some = expect.any(String)
const id = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}`))
const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//)

const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** A native purchase for a hundred dollars, as far as it is the same at every moment of the story. */
const bought = {
  id: id('pur_'),
  credit_type: 'gateway',
  amount: '100',
  currency: 'usd',
  subtotal: '100.00',
  tax: '0.00',
  total: '100.00',
  price: null,
  unit_price: '1',
  failure: null,
  dispute: null,
  frozen: false,
  cancel_url: null,
  subscription: null,
  lines: null,
  created_at: at,
  updated_at: at,
}

const charged = {
  ...bought,
  state: 'paid',
  paying_by: 'card',
  checkout_url: null,
  card: { id: id('pm_'), brand: 'visa', last4: '4242' },
  invoice: { id: id('in_'), number: some, url, pdf: url },
  paid_at: at,
  grant: id('grt_'),
  granted_at: at,
  refunded: '0.00',
  revoked: '0',
  success_url: null,
}

const halfBack = {
  ...charged,
  state: 'partially_refunded',
  refunded: '50.00',
  revoked: '50',
  transitions: [
    { from: null, to: 'pending', cause: 'buy', at },
    { from: 'pending', to: 'charging', cause: 'charge', at },
    { from: 'charging', to: 'paid', cause: 'buy', at },
    { from: 'paid', to: 'partially_refunded', cause: id('webhook:evt_'), at },
  ],
}

const burned = (account: string) => ({
  id: id('deb_'),
  status: 'ok',
  account,
  credit_type: 'gateway',
  amount: '50',
  balance: { available: '150' },
  grants: [{ grant: id('grt_'), amount: '50' }],
  created_at: at,
})

const card = (last4: string, is_default: boolean) => ({
  id: id('pm_'),
  brand: 'visa',
  last4,
  exp_month: 12,
  exp_year: 2034,
  is_default,
})

/** Total: a face without its tale doesn't compile. */
export const tales: Readonly<Record<DialectName, Tale>> = {
  native: {
    account: 'team_native',
    credit_type: 'gateway',
    amount: 100,
    async open(shop) {
      await shop.creditType('gateway')
      await shop.account('team_native')
      const key = await must(shop.operator('POST', '/v1/keys', { account: 'team_native', role: 'admin' }))
      return shop.as(key.secret)
    },
    first: (buyer) =>
      buyer('POST', '/v1/accounts/team_native/purchases', {
        credit_type: 'gateway',
        amount: '100',
        success_url: 'http://shop.test/done',
      }),
    page: ({ body }) => body.checkout_url,
    firstWire: [
      202,
      {
        ...bought,
        account: 'team_native',
        state: 'awaiting_checkout',
        paying_by: 'checkout',
        checkout_url: url,
        card: null,
        invoice: null,
        paid_at: null,
        grant: null,
        granted_at: null,
        refunded: '0.00',
        revoked: '0',
        success_url: 'http://shop.test/done',
        dialect: 'native',
        source: null,
        member: null,
      },
    ],
    second: (buyer) =>
      buyer('POST', '/v1/accounts/team_native/purchases', { credit_type: 'gateway', amount: '100' }),
    secondWire: [201, { ...charged, account: 'team_native', dialect: 'native', source: null, member: null }],
    declineWire: [
      402,
      {
        type: '/docs#card_declined',
        title: 'The card was declined',
        status: 402,
        detail: 'The card was declined. (card_declined)',
        code: 'card_declined',
        correlation_id: id('req_'),
        purchase: id('pur_'),
      },
    ],
    spend: (buyer) =>
      buyer('POST', '/v1/accounts/team_native/debits', { credit_type: 'gateway', amount: '50' }),
    spendWire: [201, burned('team_native')],
    refunded: (buyer, _shop, { body }) => buyer('GET', `/v1/accounts/team_native/purchases/${body.id}`),
    refundedWire: [
      200,
      { ...halfBack, account: 'team_native', dialect: 'native', source: null, member: null },
    ],
  },

  neo: {
    account: 'team_neo',
    credit_type: 'neo',
    amount: 100,
    async open(shop) {
      await shop.creditType('neo', { unit_price: '5', expiry: { policy: 'rolling', after: 'P1Y' } })
      await shop.account('team_neo')
      await must(
        shop.operator('POST', '/v1/accounts/team_neo/members', {
          id: 'usr_ada',
          email: 'ada@example.com',
          role: 'admin',
        }),
      )
      const key = await must(
        shop.operator('POST', '/v1/keys', {
          account: 'team_neo',
          member: 'usr_ada',
          role: 'admin',
          dialect: 'neo',
        }),
      )
      const bare = shop.as(null)
      const wire = (method: string, path: string, body?: unknown) =>
        bare(method, path, body, { 'X-Api-Key': key.secret })
      return Object.assign(wire, { close: () => bare.close() })
    },
    first: (buyer) => buyer('POST', '/api/v1/billing/purchase', { action: 'purchase', credits: 100 }),
    page: ({ body }) => body.url,
    firstWire: [
      200,
      {
        action: 'redirect',
        credits: 100,
        amount_cents: 50000,
        amount_display: '$500.00',
        session_id: id('cs_'),
        url,
      },
    ],
    second: (buyer) => buyer('POST', '/api/v1/billing/purchase', { action: 'purchase', credits: 100 }),
    secondWire: [
      200,
      {
        action: 'charged',
        credits: 100,
        amount_cents: 50000,
        amount_display: '$500.00',
        invoice_id: id('in_'),
        invoice_url: url,
      },
    ],
    declineWire: [
      400,
      {
        error: 'The card was declined. (card_declined)',
        kind: 'payment failed',
        code: 'card_declined',
        message: 'payment failed: The card was declined. (card_declined)',
        error_id: id('req_'),
      },
    ],
    spend: (buyer) => buyer('POST', '/api/v1/billing/usage', { credits: 50 }),
    spendWire: [200, { usage_id: id('deb_'), credits: 50, available_credits: 150 }],
    refunded: (buyer) => buyer('GET', '/api/v1/billing/credits'),
    refundedWire: [
      200,
      {
        issued_credits: 150,
        used_credits: 50,
        available_credits: 100,
        is_expired: false,
        has_purchased: true,
        resource_type: 'team',
        expires_at: at,
        last_purchase_at: at,
        last_purchase_credits: 100,
        has_payment_method: true,
        payment_methods: [card('0341', false), card('4242', true)],
      },
    ],
  },

  vercel: {
    account: 'team_vercel',
    credit_type: 'gateway',
    amount: 100,
    async open(shop) {
      await shop.creditType('gateway')
      await shop.account('team_vercel', { slug: 'acme', hosted_checkout: true })
      await must(
        shop.operator('POST', '/v1/accounts/team_vercel/members', { id: 'usr_ada', role: 'billing' }),
      )
      const key = await must(
        shop.operator('POST', '/v1/keys', { account: 'team_vercel', member: 'usr_ada', dialect: 'vercel' }),
      )
      return shop.as(key.secret)
    },
    first: (buyer) =>
      buyer('POST', '/v1/billing/buy?slug=acme&source=cli', {
        item: { type: 'credits', creditType: 'gateway', amount: 100 },
      }),
    page: ({ body }) => body.checkoutSessionUrl,
    firstWire: [200, { checkoutSessionId: id('cs_'), checkoutSessionUrl: url }],
    second: (buyer) =>
      buyer('POST', '/v1/billing/buy?teamId=team_vercel', {
        item: { type: 'credits', creditType: 'gateway', amount: 100 },
      }),
    secondWire: [
      200,
      {
        purchaseIntent: {
          id: id('pur_'),
          ownerId: 'team_vercel',
          status: 'succeeded',
          configuration: {
            type: 'credit_topup',
            options: { amount: '100', currency: 'ai_gateway_credits' },
            output: { grantId: id('grt_') },
          },
          provider: {
            type: 'stripe_invoice_immediate',
            resourceId: id('in_'),
            stripeSharedPaymentTokenUsed: false,
          },
          currency: 'usd',
          subtotal: '100.00',
          tax: '0.00',
          total: '100.00',
          createdAt: at,
          updatedAt: at,
          lineItems: [
            {
              id: id('pur_'),
              name: 'gateway credits',
              description: '100 gateway credits',
              productId: 'gateway',
              quantity: '100',
              unitAmount: '1.00',
              productAlias: 'gateway',
            },
          ],
          metadata: { source: 'api', invoiceNumber: some, invoiceUrl: url, invoicePdf: url },
        },
      },
    ],
    declineWire: [
      402,
      { error: { code: 'payment_failed', message: 'The card was declined. (card_declined)' } },
    ],
    spend: (_buyer, shop) =>
      shop.operator('POST', '/v1/accounts/team_vercel/debits', { credit_type: 'gateway', amount: '50' }),
    spendWire: [201, burned('team_vercel')],
    refunded: (_buyer, shop, { body }) =>
      shop.operator('GET', `/v1/accounts/team_vercel/purchases/${body.purchaseIntent.id}`),
    refundedWire: [
      200,
      { ...halfBack, account: 'team_vercel', dialect: 'vercel', source: 'api', member: 'usr_ada' },
    ],
  },

  hyperline: {
    account: 'cus_acme',
    credit_type: 'itm_tokens',
    amount: 100,
    async open(shop) {
      await shop.creditType('itm_tokens')
      await shop.account('cus_acme')
      const key = await must(shop.operator('POST', '/v1/keys', { dialect: 'hyperline', test: true }))
      return shop.as(key.secret)
    },
    async first(buyer, shop) {
      const purchase = { credit_count: 100, amount_excluding_tax: 2500 }
      expect(
        await buyer('POST', '/v1/customers/cus_acme/credits/itm_tokens/purchase', purchase),
      ).toMatchObject({
        status: 400,
        body: { message: some },
      })
      await shop.card('cus_acme')
      return buyer('POST', '/v1/customers/cus_acme/credits/itm_tokens/purchase', purchase)
    },
    page: () => null,
    firstWire: [201, { invoice_id: id('inv_'), new_credit_balance: 100 }],
    second: (buyer) =>
      buyer('POST', '/v1/customers/cus_acme/credits/itm_tokens/purchase', {
        credit_count: 100,
        amount_excluding_tax: 2500,
      }),
    secondWire: [201, { invoice_id: id('inv_'), new_credit_balance: 200 }],
    declineWire: [400, { message: 'The card was declined. (card_declined)' }],
    spend: (buyer) =>
      buyer('POST', '/v1/customers/cus_acme/credits/itm_tokens/usage', { usage_retained: 50 }),
    spendWire: [
      201,
      {
        id: id('cdt_'),
        product_id: 'itm_tokens',
        price: null,
        customer_id: 'cus_acme',
        payment_method_id: null,
        invoice_id: null,
        event_id: null,
        aggregator_id: null,
        expires_at: null,
        type: 'usage',
        source: 'api',
        amount_excluding_tax: null,
        credit_count: 50,
        balance_after: 150,
        created_at: at,
        updated_at: at,
      },
    ],
    refunded: (buyer) => buyer('GET', '/v1/customers/cus_acme/credits'),
    refundedWire: [
      200,
      {
        meta: { total: 1, taken: 1, skipped: 0 },
        data: [
          {
            product_id: 'itm_tokens',
            customer_id: 'cus_acme',
            name: 'itm_tokens credits',
            current_balance: 100,
            low_count_threshold: null,
            last_refreshed_at: at,
            auto_topup: null,
            created_at: at,
            updated_at: at,
          },
        ],
      },
    ],
  },
}
