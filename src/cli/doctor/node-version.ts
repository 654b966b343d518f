import { type Examination, ok, wrong } from './finding.ts'

/** The first one that runs TypeScript as it is and has the SQLite that locks a data directory. */
const LEAST = 24

export const nodeVersion: Examination = {
  name: 'Node',
  async look() {
    const { node } = process.versions
    if (Number.parseInt(node, 10) >= LEAST) return [ok(`Node ${node} runs it.`)]
    const mend = `Start with "npx scrip", which brings its own Node ${LEAST}.`
    return [wrong(`Node ${node} runs it, and ${LEAST} or later is needed.`, mend)]
  },
}
