import { type Examination, type Finding, ok, warn, wrong } from './finding.ts'
import { isLive, isLocal } from './is-live.ts'

/** What can be told of them without asking anybody. */
export const stripeKeys: Examination = {
  name: 'Stripe keys',
  async look({ settings }) {
    if (!settings) return []
    const { stripe, publicUrl } = settings
    if (!stripe) {
      if (publicUrl === undefined || isLocal(publicUrl))
        return [ok('None is set: it sells through a local Stripe, and no money moves.')]
      const mend = 'Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET.'
      return [warn(`None is set, and SCRIP_PUBLIC_URL is ${publicUrl}: buyers would pay nothing.`, mend)]
    }
    const { secretKey, apiUrl } = stripe
    const findings: Finding[] = []
    if (!/^(sk|rk)_(live|test)_/.test(secretKey))
      findings.push(
        wrong('STRIPE_SECRET_KEY is neither a live nor a test key.', 'Copy it anew from the dashboard.'),
      )
    if (isLive(settings) && apiUrl !== undefined)
      findings.push(
        wrong('STRIPE_API_URL is set, and the live key is sent there.', 'Unset it: it is meant for tests.'),
      )
    if (!isLive(settings) && publicUrl !== undefined && !isLocal(publicUrl))
      findings.push(
        warn(
          `The key is a test key, and SCRIP_PUBLIC_URL is ${publicUrl}.`,
          'Set the live key to take money.',
        ),
      )
    if (findings.length > 0) return findings
    return [ok(isLive(settings) ? 'The key is live: real money moves.' : 'The key is a test key.')]
  },
}
