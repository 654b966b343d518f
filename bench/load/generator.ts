import { Load } from './load.ts'
import type { FromGenerator, LoadPlan } from './plan.ts'

/** The load generator's process: takes one plan after another from its parent and answers each with a result. */
const tell = (message: FromGenerator) => process.send?.(message)

process.on('message', async (plan: LoadPlan) => {
  const result = await new Load(plan).run((is) => tell({ is }))
  tell({ is: 'done', result })
})
process.on('disconnect', () => process.exit())
