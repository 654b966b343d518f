import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mutants } from './mutants.ts'
import { subscriptionMutants } from './subscription-mutants.ts'

const root = join(import.meta.dirname, '..', '..')

/** The long rounds plant them, and a source that no longer reads like that would be found out only there. */
test('every bug that is planted has one place to stand', () => {
  const lost = [...mutants, ...subscriptionMutants].filter(
    ({ file, from }) => readFileSync(join(root, file), 'utf8').split(from).length !== 2,
  )
  expect(lost.map(({ bug }) => bug)).toEqual([])
})
