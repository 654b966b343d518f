import { paymentsContract } from './contract.ts'
import { realSubject, sandboxSubject } from './subject.ts'

paymentsContract('Stripe’s adapter and the local Stripe', () => sandboxSubject())

const key = process.env.STRIPE_TEST_SECRET_KEY
if (key?.startsWith('sk_test_') || key?.startsWith('rk_test_'))
  paymentsContract('Stripe’s adapter and Stripe in test mode', async () => realSubject(key))
