import { type Examination, ok, wrong } from './finding.ts'

export const givenSettings: Examination = {
  name: 'settings',
  async look({ wrongSettings, env }) {
    if (wrongSettings.length > 0)
      return wrongSettings.map((line) =>
        wrong(line, 'Set it anew, or unset it; "scrip help" lists them all.'),
      )
    const known = /^(SCRIP_|STRIPE_|DATABASE_URL$|PORT$|HOST$)/
    const names = Object.keys(env).filter((name) => known.test(name) && env[name]?.trim())
    if (names.length === 0) return [ok('None is set, and there is one for everything.')]
    return [ok(`Each that is set is accepted: ${names.sort().join(', ')}.`)]
  },
}
