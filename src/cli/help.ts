import type { Commands } from './commands.ts'

export function help(commands: Commands) {
  const names = Object.entries(commands).map(([name, { usage = '' }]) => `scrip ${name} ${usage}`.trim())
  const width = Math.max(...names.map((name) => name.length))
  const lines = Object.values(commands).map(({ summary }, i) => `  ${names[i]?.padEnd(width)}  ${summary}`)
  process.stdout.write(
    `Scrip sells prepaid credits and keeps them.\n\n${lines.join('\n')}\n\n${settingsText}\n`,
  )
}

const settingsText = `Settings come from the environment:
  PORT (8080), HOST (127.0.0.1)            where it listens
  SCRIP_PUBLIC_URL                         how buyers reach it, where that is another address
  SCRIP_DATA_DIR (.scrip)                  where it keeps its own PostgreSQL and credentials.json
  DATABASE_URL                             another PostgreSQL, 15 or later
  SCRIP_OWNER_DATABASE_URL                 a separate login that owns and migrates its schema
  STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET a real Stripe; without them a local one, and no money moves
  SCRIP_STRIPE_TAX (off)                   on: Stripe Tax works out the taxes
  SCRIP_REDIRECT_ORIGINS                   where buyers may be sent after paying, with commas; else anywhere
  SCRIP_PORTAL_ORIGINS                     whose pages may show the portal in a frame, with commas; else nobody's
  SCRIP_CORS_ORIGINS                       whose pages may call the API from a browser, with commas; else nobody's
  SCRIP_SANDBOX_PORT (12111, or a free one) where the local Stripe listens
  SCRIP_JWT_SECRET or SCRIP_JWKS_URL       what tokens are checked by; SCRIP_JWT_AUDIENCE (scrip)
  SCRIP_LOG_LEVEL (info), SCRIP_LANES (2)`
