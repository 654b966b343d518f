import { expect, test } from 'vitest'
import { readSettings, WrongSettings } from '../../src/cli/settings.ts'

test('without any setting there is one for everything', () => {
  expect(readSettings({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    logLevel: 'info',
    lanes: 2,
  })
  expect(readSettings({}).dataDir).toMatch(/\/\.scrip$/)
})

test('an empty setting is none', () => {
  expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 8080, databaseUrl: undefined })
})

test.each([
  ['PORT', 'http', /PORT is "http"; accepted is a whole number from 0 to 65535\./],
  ['PORT', '65536', /PORT is "65536"/],
  ['PORT', '80.5', /PORT is "80.5"/],
  ['HOST', 'a b', /HOST is "a b"/],
  ['SCRIP_LANES', '0', /SCRIP_LANES is "0"; accepted is a whole number from 1/],
  ['SCRIP_LOG_LEVEL', 'loud', /one of fatal, error, warn, info, debug, trace, silent/],
  ['DATABASE_URL', 'mysql://u:hunter2@h/d', /DATABASE_URL .* postgres:\/\/ URL/],
  ['SCRIP_JWKS_URL', 'file:///etc', /SCRIP_JWKS_URL/],
  ['SCRIP_JWT_SECRET', 'hunter2', /at least 32 characters/],
  ['STRIPE_SECRET_KEY', 'hunter2', /sk_/],
  ['STRIPE_SECRET_KEY', 'sk_test_1', /STRIPE_WEBHOOK_SECRET is missing/],
  ['SCRIP_OWNER_DATABASE_URL', 'postgres://h/d', /without DATABASE_URL/],
])('%s=%s is refused with a line that says what is accepted', (name, value, line) => {
  const error = caught({ [name]: value })
  expect(error.lines.join('\n')).toMatch(line)
  expect(error.lines.join('\n')).not.toContain('hunter2')
  for (const each of error.lines) expect(each).not.toContain('\n')
})

test('several wrong ones get a line each', () => {
  expect(caught({ PORT: 'x', SCRIP_LANES: 'y', SCRIP_LOG_LEVEL: 'z' }).lines).toHaveLength(3)
})

function caught(env: NodeJS.ProcessEnv): WrongSettings {
  try {
    readSettings(env)
  } catch (error) {
    if (error instanceof WrongSettings) return error
  }
  throw new Error('the settings were taken')
}
