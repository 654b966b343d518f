import { control } from './route.ts'

/** The calls that came, the clock, the tax rate, and beginning anew. */
export const stateControls = [
  control('GET', '/calls', ({ sandbox, query }) => {
    const path = query.get('path')
    const method = query.get('method')
    const data = sandbox.calls
      .list()
      .filter(
        (call) =>
          (path === null || call.path.startsWith(path)) && (method === null || call.method === method),
      )
    return { data }
  }),
  control('DELETE', '/calls', ({ sandbox }) => {
    sandbox.calls.clear()
    return { data: [] }
  }),

  control('GET', '/clock', ({ sandbox }) => ({ now: sandbox.clock.seconds() })),
  control('POST', '/clock', ({ sandbox, body }) => {
    const { advance_seconds: seconds } = body
    if (!Number.isFinite(seconds) || Number(seconds) < 0) throw new Error('advance_seconds: a number from 0')
    sandbox.clock.advance(Number(seconds) * 1000)
    // What has fallen due by now happens with the next work.
    sandbox.do(() => undefined)
    return { now: sandbox.clock.seconds() }
  }),

  control('GET', '/tax', ({ sandbox }) => ({ tax: sandbox.settings.get().tax })),
  control('PUT', '/tax', ({ sandbox, body }) => {
    const { rate_bps, inclusive = false, country = 'US' } = body
    if (!Number.isInteger(rate_bps) || Number(rate_bps) < 0 || Number(rate_bps) > 10_000)
      throw new Error('rate_bps: a whole number from 0 to 10000')
    const tax = { rate_bps: Number(rate_bps), inclusive: inclusive === true, country: String(country) }
    sandbox.settings.change({ tax })
    return { tax }
  }),
  control('DELETE', '/tax', ({ sandbox }) => {
    sandbox.settings.change({ tax: null })
    return { tax: null }
  }),

  control('POST', '/reset', ({ sandbox }) => {
    for (const table of ['objects', 'keys', 'deliveries']) sandbox.database.exec(`delete from ${table}`)
    sandbox.settings.change({ advanced_ms: 0, tax: null })
    sandbox.faults.clear()
    sandbox.calls.clear()
    return {}
  }),
]
