/** What is sold under which name, and what a purchase intent calls the credits. The names are ids of credit types. */
export const currencies = {
  v0: 'v0_user_credits',
  gateway: 'ai_gateway_credits',
  agent: 'vercel_agent_credits',
} as const

export type CreditTypeName = keyof typeof currencies

export const creditTypeNames = Object.keys(currencies) as CreditTypeName[]
