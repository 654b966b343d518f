import { rowHeads, rowOf, whole } from './figures.ts'
import { type Findings, failures, verdictsOf, verdictWord, wrongs } from './verdicts.ts'

export interface Circumstances {
  readonly command: string
  readonly made_at: Date
  readonly machine: Record<string, string>
  readonly settings: Record<string, string>
  readonly run: Record<string, string>
}

/** What stands between these lines is written by people and kept when the rest is written anew. */
export const notesBegin = '<!-- notes: kept by the next run -->'
export const notesEnd = '<!-- end of the notes -->'

const noNotes = 'Nothing has been written here yet.'

export function toMarkdown(findings: Findings, circumstances: Circumstances, notes: string | null): string {
  const { command, made_at, machine, settings, run } = circumstances
  const failed = failures(findings)
  const wrong = wrongs(findings)
  return `# Benchmarks

Written by \`${command}\` on ${made_at.toISOString().slice(0, 10)}. Only the section "Where the time goes" is written by
hand; the next run keeps it.

## Goals

${verdictTable(findings)}

## Where the time goes

${notesBegin}
${notes ?? noNotes}
${notesEnd}

## Rates

${rateTable(findings)}
${halfTable(findings)}
${failed.length === 0 ? '' : `Requests failed; the first answer of each:\n\n${list(failed)}\n`}
${wrong.length === 0 ? 'Conservation held in every run.' : `**Not to be believed:**\n\n${list(wrong)}`}

## Circumstances

${facts({ ...machine, ...run })}

PostgreSQL, the same for the server and for everything it is compared with:

${facts(settings)}

## How to read this

${reading}
`
}

const reading = `- A short first round warms everything up and does not count. Then every kind of work is measured once a round, in turn, for some seconds after a warm-up; a rate is the median of the
  rounds, beside the least and the most. A ratio is that of two medians; its spread is that of the rounds' own ratios.
- Server, PostgreSQL and the load generator share the machine's cores, as the columns of cores show. Where "other" is
  above a few hundredths, something else ran as well, and the run should be repeated.
- The server is \`scrip serve\` as it is installed, asked over its native API with an operator's key. A single debit
  carries a random \`Idempotency-Key\`, and each of 500 in a request a key of its own. The load generator is a process
  of its own with one request under way in each of its connections.
- The 1000 wallets are drawn at random for each debit. The full ledger's wallets are spread evenly over it; the first of
  them, which is also its "one wallet", has 10,000 spent grants.
- The fresh install has tables that were never filled or analyzed and are kept from autovacuum, on the connections that
  were opened when they were empty, and gets no warm-up.
- \`pgbench -N\` is measured at several client counts, and the best one counts. The pure-SQL ledger and the bare array
  statement are in \`bench/references\`; they are asked through the same driver, on fresh connections in each round.
- After each run the debits that were answered with success are compared with the entries and the balances of the
  wallets concerned, and at the end the books of each ledger with its wallets and grants.
- At half the peak, requests fall due evenly whether or not those before were answered, and a latency counts from then.
  That lasts half a minute each time (\`--half\`), so that what comes by itself now and then is part of it, after six
  seconds of the same that don't count. The servers of the other ledgers stand still meanwhile, as in the long run of
  debits: what each does by itself every minute would count for the one that is measured.
`

function verdictTable(findings: Findings): string {
  const rows = verdictsOf(findings).map((each) => [
    each.what,
    each.goal,
    each.found,
    each.spread,
    verdictWord(each),
  ])
  return table(['what', 'goal', 'found', 'spread', 'reached'], rows)
}

function rateTable({ measured }: Findings): string {
  return table(
    Object.values(rowHeads) as string[],
    measured.map((each) => Object.values(rowOf(each)) as string[]),
  )
}

function halfTable({ half }: Findings): string {
  if (half.length === 0) return ''
  const rows = half.flatMap(({ title, rate, answered, latencies, failed, dropped }) =>
    latencies.map((latency) => [
      title,
      `${whole(rate)}/s`,
      `${whole(answered)}/s`,
      ...[latency.p50, latency.p90, latency.p99, latency.p999, latency.most].map((each) => each.toFixed(1)),
      `${failed} / ${dropped}`,
    ]),
  )
  const heads = [
    'half the peak',
    'sent',
    'answered',
    'p50 ms',
    'p90',
    'p99',
    'p99.9',
    'most',
    'failed / dropped',
  ]
  return `\n${table(heads, rows)}\n`
}

const table = (heads: string[], rows: string[][]): string =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const facts = (known: Record<string, string>): string =>
  table(
    ['what', 'value'],
    Object.entries(known).map(([name, value]) => [name, value]),
  )

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')
