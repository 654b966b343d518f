import { readFileSync } from 'node:fs'

/**
 * Loaded before a server (`--import`), sets its clock back by as many milliseconds as the file says that
 * SCRIP_TEST_CLOCK names. Who writes less into it lets time pass: so a ledger gets a past that reports can show.
 */
const file = process.env.SCRIP_TEST_CLOCK
if (file !== undefined) {
  const real = Date.now
  let behind_ms = 0
  const read = () => {
    // A file that is just being written is empty, and that is not zero.
    const said = readFileSync(file, 'utf8')
    if (/^\d+\n$/.test(said)) behind_ms = Number(said)
  }
  read()
  setInterval(read, 20).unref()
  const RealDate = Date
  Date.now = () => real() - behind_ms
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given) =>
      given.length === 0 ? new target(target.now()) : Reflect.construct(target, given),
  })
}
