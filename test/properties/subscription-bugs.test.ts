import { execFile } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../harness/database.ts'
import { freshDirectory } from '../harness/directory.ts'
import { rounds } from '../harness/rounds.ts'
import { node } from '../harness/server.ts'
import { plant } from './mutant-copy.ts'
import type { SubscriptionHunt } from './subscription-hunt.ts'
import { type SubscriptionMutant, subscriptionMutants } from './subscription-mutants.ts'

const SEED = 20_480_229
const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')

/** Walks a copy that has the bug in it, and answers what it was caught by. */
async function hunted(mutant: SubscriptionMutant): Promise<string | null> {
  const copy = plant(mutant)
  for (const part of ['src/payments', 'sandbox'])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  const database = await freshDatabase()
  const { owner, server } = database
  const hunt: SubscriptionHunt = {
    connections: { owner, server },
    dataDir: freshDirectory('stripe'),
    seed: SEED,
    runs: 400,
  }
  const told = [join(copy, 'test/properties/subscription-hunt.ts'), JSON.stringify(hunt)]
  const { stdout } = await run(node, told, { timeout: 540_000 })
  await database.drop()
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as string | null
}

/** Runs a test on a copy that has the bug in it, and answers which it was if that fails. */
async function tested(mutant: SubscriptionMutant, name: string): Promise<string | null> {
  const copy = plant(mutant)
  // What is there already has the bug.
  for (const part of ['src', 'sandbox', 'sdk', 'test', 'vitest.config.ts', 'tsconfig.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true, force: false })
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/VITEST|^NODE_/.test(key)))
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const file = `test/core/subscriptions/${name}.test.ts`
  try {
    await run(node, [vitest, 'run', file], { cwd: copy, env, timeout: 540_000 })
    return null
  } catch (error) {
    const { stdout } = error as { stdout: string }
    // A run that could not begin has caught nothing.
    return /\d+ failed/.test(stdout) ? `test: ${name}` : null
  }
}

describe.runIf(rounds(true, false))('a bug in subscriptions is caught', () => {
  test.each(subscriptionMutants)('$bug', { timeout: 600_000 }, async (mutant) => {
    const by = (await (mutant.test ? tested(mutant, mutant.test) : hunted(mutant))) ?? 'nothing'
    if (process.env.SCRIP_TEST_LOG) console.log(`${mutant.bug}: ${by.split('\n').slice(0, 4).join(' ')}`)
    expect(by).toMatch(/^(seed |verify: |piece: |test: )/)
  })
})
