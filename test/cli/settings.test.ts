import { expect, test } from 'vitest'
import { hostOf, readSettings, WrongSettings } from '../../src/cli/settings.ts'

test('without any setting there is one for everything', () => {
  expect(readSettings({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    logLevel: 'info',
    lanes: 2,
    stripe: undefined,
    stripeTax: false,
    sandboxPort: undefined,
    publicUrl: undefined,
    redirectOrigins: undefined,
  })
  expect(readSettings({}).dataDir).toMatch(/\/\.scrip$/)
})

test('an empty setting is none', () => {
  expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 8080, databaseUrl: undefined })
})

test('buying has settings of its own', () => {
  expect(
    readSettings({
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_1',
      SCRIP_STRIPE_TAX: 'on',
      SCRIP_SANDBOX_PORT: '0',
      SCRIP_PUBLIC_URL: 'https://credits.example/scrip/',
      SCRIP_REDIRECT_ORIGINS: 'https://app.example, http://localhost:3000/',
    }),
  ).toMatchObject({
    stripe: { secretKey: 'sk_test_1', webhookSecret: 'whsec_1', apiUrl: undefined },
    stripeTax: true,
    sandboxPort: 0,
    publicUrl: 'https://credits.example/scrip',
    redirectOrigins: ['https://app.example', 'http://localhost:3000'],
  })
})

test.each([
  ['http://127.0.0.1:12111', { host: '127.0.0.1', port: 12111, protocol: 'http' }],
  ['https://stripe.example', { host: 'stripe.example', port: 443, protocol: 'https' }],
  ['http://[::1]', { host: '::1', port: 80, protocol: 'http' }],
])('%s is where Stripe is', (url, host) => {
  expect(hostOf(url)).toEqual(host)
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
  ['STRIPE_WEBHOOK_SECRET', 'whsec_hunter2', /STRIPE_SECRET_KEY is missing/],
  ['STRIPE_API_URL', 'localhost', /STRIPE_API_URL .* http:\/\/ or https:\/\/ URL/],
  ['SCRIP_STRIPE_TAX', 'yes', /SCRIP_STRIPE_TAX is "yes"; accepted is one of on, off/],
  ['SCRIP_SANDBOX_PORT', '99999', /a whole number from 0 to 65535/],
  ['SCRIP_PUBLIC_URL', 'credits.example', /SCRIP_PUBLIC_URL is "credits\.example"; accepted is an absolute/],
  ['SCRIP_PUBLIC_URL', 'https://credits.example/?a=1', /without a query/],
  ['SCRIP_PUBLIC_URL', 'https://hunter2:hunter2@a.example', /without a query/],
  ['SCRIP_REDIRECT_ORIGINS', 'https://app.example/paid', /accepted is origins such as/],
  ['SCRIP_REDIRECT_ORIGINS', 'https://app.example,', /accepted is origins such as/],
  ['SCRIP_REDIRECT_ORIGINS', 'ftp://app.example', /accepted is origins such as/],
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
