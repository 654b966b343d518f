/** How the card networks' refusals are told: the code, its finer decline code, and what the buyer reads. */
export interface Decline {
  readonly code: string
  readonly decline_code?: string
  readonly message: string
  readonly advice_code?: 'confirm_card_data' | 'do_not_try_again' | 'try_again_later'
  readonly network_decline_code?: string
}

const declined = (decline_code: string, message: string, rest: Partial<Decline> = {}): Decline => ({
  code: 'card_declined',
  decline_code,
  message,
  ...rest,
})

const TRY_LATER = { advice_code: 'try_again_later', network_decline_code: '01' } as const
const NEVER = { advice_code: 'do_not_try_again', network_decline_code: '43' } as const

export const DECLINES = {
  generic_decline: declined('generic_decline', 'Your card was declined.', TRY_LATER),
  insufficient_funds: declined('insufficient_funds', 'Your card has insufficient funds.', {
    advice_code: 'try_again_later',
    network_decline_code: '51',
  }),
  lost_card: declined('lost_card', 'Your card was declined.', NEVER),
  stolen_card: declined('stolen_card', 'Your card was declined.', NEVER),
  fraudulent: declined('fraudulent', 'Your card was declined.', NEVER),
  do_not_honor: declined('do_not_honor', 'Your card was declined.', TRY_LATER),
  card_velocity_exceeded: declined(
    'card_velocity_exceeded',
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    TRY_LATER,
  ),
  test_mode_live_card: declined(
    'test_mode_live_card',
    'Your card was declined. This is a test and takes only test cards; see https://docs.stripe.com/testing.',
  ),
  authentication_required: {
    code: 'authentication_required',
    decline_code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  },
  expired_card: {
    code: 'expired_card',
    decline_code: 'expired_card',
    message: 'Your card has expired.',
    advice_code: 'do_not_try_again',
    network_decline_code: '54',
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    decline_code: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    advice_code: 'confirm_card_data',
  },
  processing_error: {
    code: 'processing_error',
    decline_code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
    ...TRY_LATER,
  },
} as const satisfies Record<string, Decline>

export type DeclineName = keyof typeof DECLINES

export const isDeclineName = (name: string): name is DeclineName => Object.hasOwn(DECLINES, name)
