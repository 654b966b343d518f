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
  SCRIP_DATA_DIR (.scrip)                  where it keeps its own PostgreSQL and credentials.json
  DATABASE_URL                             another PostgreSQL, 15 or later
  SCRIP_OWNER_DATABASE_URL                 a separate login that owns and migrates its schema
  SCRIP_JWT_SECRET or SCRIP_JWKS_URL       what tokens are checked by; SCRIP_JWT_AUDIENCE
  SCRIP_LOG_LEVEL (info), SCRIP_LANES (2)`
