import { command } from '../command.ts'
import { examine, type Told } from '../doctor/examine.ts'
import { patientOf, ROOT } from '../doctor/patient.ts'
import { CALLING } from '../parse-call.ts'
import { onOneLine } from '../table.ts'

export const doctor = command({
  name: 'doctor',
  summary: 'Say what is wrong with a set-up, and how to mend it',
  about:
    'Give it the settings of the server. It looks and changes nothing. What works and may not be meant is a warning;\n' +
    'it exits with 1 where something is wrong.',
  examples: ['doctor', 'doctor --json'],
  calls: false,
  options: CALLING,
  async run({ env, options, out, no }) {
    const patient = patientOf(env, ROOT, options)
    const counts = { ok: 0, warn: 0, wrong: 0 }
    try {
      for await (const told of examine(patient)) {
        counts[told.health] += 1
        if (out.json) out.one(told, [])
        else out.lines(linesOf(told))
      }
    } finally {
      await patient.close()
    }
    if (!out.json) out.lines(['', `${counts.ok} ok, ${counts.warn} to look at, ${counts.wrong} wrong.`])
    if (counts.wrong > 0) no()
  },
})

const INDENT = ' '.repeat(7)

const linesOf = ({ health, check, what, mend }: Told): string[] => [
  `${health.padEnd(INDENT.length)}${check}: ${onOneLine(what)}`,
  ...(mend === undefined ? [] : [`${INDENT}  ${onOneLine(mend)}`]),
]
