import type { DeclineName } from './declines.ts'

export interface TestCard {
  readonly number: string
  readonly brand: 'amex' | 'diners' | 'discover' | 'jcb' | 'mastercard' | 'unionpay' | 'visa'
  readonly funding?: 'credit' | 'debit' | 'prepaid'
  readonly country?: string
  readonly declines?: DeclineName
  /** A card that declines can't be saved either, unless it is one that declines only when it is charged. */
  readonly saves?: true
  /**
   * When it asks for 3-D Secure: at every payment; at every one where the buyer is there, and otherwise until
   * it has been set up; or only where the buyer is there.
   */
  readonly secure?: 'always' | 'unless_set_up' | 'on_session'
  readonly disputed?: 'fraudulent' | 'product_not_received' | 'inquiry'
  /** How a refund begins where that is not its end: it waits and succeeds, or it succeeds and fails. */
  readonly refunds?: 'pending' | 'failing'
  /** The names of its ready-made payment methods. */
  readonly tokens: readonly string[]
}

const visa = (number: string, rest: Partial<TestCard> & Pick<TestCard, 'tokens'>): TestCard => ({
  number,
  brand: 'visa',
  ...rest,
})

/** The cards that Stripe publishes for testing (docs.stripe.com/testing), with what each of them does. */
export const TEST_CARDS: readonly TestCard[] = [
  visa('4242424242424242', { tokens: ['pm_card_visa', 'pm_card_us'] }),
  visa('4000056655665556', { funding: 'debit', tokens: ['pm_card_visa_debit'] }),
  visa('4000002760000016', { country: 'DE', tokens: ['pm_card_de'] }),
  visa('4000008260000000', { country: 'GB', tokens: ['pm_card_gb'] }),
  { number: '5555555555554444', brand: 'mastercard', tokens: ['pm_card_mastercard'] },
  { number: '2223003122003222', brand: 'mastercard', tokens: [] },
  { number: '5200828282828210', brand: 'mastercard', funding: 'debit', tokens: ['pm_card_mastercard_debit'] },
  {
    number: '5105105105105100',
    brand: 'mastercard',
    funding: 'prepaid',
    tokens: ['pm_card_mastercard_prepaid'],
  },
  {
    number: '378282246310005',
    brand: 'amex',
    tokens: ['pm_card_amex', 'pm_card_amex_threeDSecureNotSupported'],
  },
  { number: '371449635398431', brand: 'amex', tokens: [] },
  { number: '6011111111111117', brand: 'discover', tokens: ['pm_card_discover'] },
  { number: '3056930009020004', brand: 'diners', tokens: ['pm_card_diners'] },
  { number: '3566002020360505', brand: 'jcb', tokens: ['pm_card_jcb'] },
  { number: '6200000000000005', brand: 'unionpay', tokens: ['pm_card_unionpay'] },

  visa('4000000000000002', {
    declines: 'generic_decline',
    tokens: ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined'],
  }),
  visa('4000000000009995', {
    declines: 'insufficient_funds',
    tokens: ['pm_card_visa_chargeDeclinedInsufficientFunds', 'pm_card_chargeDeclinedInsufficientFunds'],
  }),
  visa('4000000000009987', { declines: 'lost_card', tokens: ['pm_card_visa_chargeDeclinedLostCard'] }),
  visa('4000000000009979', { declines: 'stolen_card', tokens: ['pm_card_visa_chargeDeclinedStolenCard'] }),
  visa('4000000000000069', { declines: 'expired_card', tokens: ['pm_card_chargeDeclinedExpiredCard'] }),
  visa('4000000000000127', { declines: 'incorrect_cvc', tokens: ['pm_card_chargeDeclinedIncorrectCvc'] }),
  visa('4000000000000119', {
    declines: 'processing_error',
    tokens: ['pm_card_chargeDeclinedProcessingError'],
  }),
  visa('4000000000006975', {
    declines: 'card_velocity_exceeded',
    tokens: ['pm_card_visa_chargeDeclinedVelocityLimitExceeded'],
  }),
  visa('4000000000000341', {
    declines: 'generic_decline',
    saves: true,
    tokens: ['pm_card_chargeCustomerFail'],
  }),

  visa('4000002500003155', { secure: 'unless_set_up', tokens: ['pm_card_authenticationRequiredOnSetup'] }),
  visa('4000002760003184', { secure: 'always', tokens: ['pm_card_authenticationRequired'] }),
  visa('4000003800000446', {
    secure: 'on_session',
    tokens: ['pm_card_authenticationRequiredSetupForOffSession'],
  }),
  visa('4000008260003178', {
    secure: 'on_session',
    declines: 'insufficient_funds',
    saves: true,
    tokens: ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds'],
  }),
  visa('4000000000003220', {
    secure: 'always',
    tokens: ['pm_card_threeDSecure2Required', 'pm_card_threeDSecureRequired'],
  }),
  visa('4000008400001629', {
    secure: 'always',
    declines: 'generic_decline',
    tokens: ['pm_card_threeDSecureRequiredChargeDeclined'],
  }),
  visa('4000000000003055', { tokens: ['pm_card_threeDSecureOptional'] }),

  visa('4000000000000259', { disputed: 'fraudulent', tokens: ['pm_card_createDispute'] }),
  visa('4000000000002685', {
    disputed: 'product_not_received',
    tokens: ['pm_card_createDisputeProductNotReceived'],
  }),
  visa('4000000000001976', { disputed: 'inquiry', tokens: ['pm_card_createDisputeInquiry'] }),

  visa('4000000000007726', { refunds: 'pending', tokens: ['pm_card_pendingRefund'] }),
  visa('4000000000005126', { refunds: 'failing', tokens: ['pm_card_refundFail'] }),
]

const byNumber = new Map(TEST_CARDS.map((card) => [card.number, card]))
const byToken = new Map(TEST_CARDS.flatMap((card) => card.tokens.map((token) => [token, card] as const)))

export const cardOfNumber = (number: string): TestCard | undefined => byNumber.get(number)
export const cardOfToken = (token: string): TestCard | undefined => byToken.get(token)
