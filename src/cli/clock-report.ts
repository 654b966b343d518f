import type { AdvancedClock, Clock, Happened } from '../../sdk/src/index.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export function reportClock({ account, now, ahead_ms }: Clock): string {
  if (ahead_ms === 0) return `The clock of ${account} shows ${now}, which is the real time.`
  const days = Math.floor(ahead_ms / DAY_MS)
  const hours = Math.floor((ahead_ms % DAY_MS) / HOUR_MS)
  return `The clock of ${account} shows ${now}, ${days} d ${hours} h ahead of the real one.`
}

/** A line for each thing that happened, with its time, and what the clock shows in the end. */
export function reportAdvanced(advanced: AdvancedClock): string[] {
  const { happened } = advanced
  const width = Math.max(0, ...happened.map(({ kind }) => kind.length))
  const lines = happened.map((one) => `${one.at}  ${one.kind.padEnd(width)}  ${told(one)}`)
  return [...(lines.length > 0 ? lines : ['Nothing happened.']), reportClock(advanced)]
}

function told({ what, credit_type, amount, entries, subscription, detail }: Happened): string {
  if (what === 'credits') {
    const count = entries === null || entries === 1 ? '' : ` (${entries} entries)`
    return `${amount} ${credit_type}${count}`
  }
  const facts = Object.entries(detail ?? {}).map(([name, value]) => `${name} ${value}`)
  return [subscription, ...facts].join('  ')
}
