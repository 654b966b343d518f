import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import {
  type Connections,
  connectionsOfOwner,
  onDatabase,
} from '../../src/store/session/connection-config.ts'
import { verify } from '../../src/store/verify/verify.ts'
import { sqlAt } from '../harness/audit.ts'
import { templateDatabase } from '../harness/postgres.ts'
import { rounds } from '../harness/rounds.ts'
import { node } from '../harness/server.ts'
import { campaign } from './campaign.ts'
import known from './catches.json' with { type: 'json' }
import { dataPlants } from './data-plants.ts'
import type { Catch, Hunt } from './hunt.ts'
import { plant } from './mutant-copy.ts'
import { mutants } from './mutants.ts'
import { subjectOn } from './subject.ts'

/** Which walk catches which bug: written by the long round, so that the short one need not look for it. */
const catches: Partial<Record<string, number>> = known
const found: Record<string, number> = {}
const SEED = 20_260_131
const run = promisify(execFile)
const made = new Set<string>()
let admin: pg.Client

/** A database of its own, as a copy of another that nobody is connected to. */
async function copyOf(template: string): Promise<Connections & { name: string }> {
  const name = `test_${randomBytes(6).toString('hex')}`
  made.add(name)
  await admin.query(`create database ${name} template ${template}`)
  return { name, ...connectionsOfOwner(onDatabase(inject('owner'), name)) }
}

async function drop(name: string): Promise<void> {
  await admin.query(`drop database if exists ${name} with (force)`)
  made.delete(name)
}

let sound: string

beforeAll(async () => {
  admin = new pg.Client(onDatabase(inject('owner'), 'postgres'))
  await admin.connect()
  const database = await copyOf(templateDatabase)
  sound = database.name
  const subject = await subjectOn(database)
  await campaign(subject, { seed: SEED, runs: 60 })
  await subject.close()
  // The walks are of a time before the tables were made, and what was taken back before that has no row.
  await sqlAt(database.owner, "update scrip_migrations set applied_at = '2020-01-01'")
  expect((await verify(database.server, { now: Date.now() })).breaches).toEqual([])
})
afterAll(async () => {
  for (const name of made) await drop(name)
  await admin.end()
  // A round of only some of them knows nothing of the others.
  if (rounds(true, false) && Object.keys(found).length === mutants.length)
    writeFileSync(
      join(import.meta.dirname, 'catches.json'),
      `${JSON.stringify(
        found,
        mutants.map(({ bug }) => bug),
        2,
      )}\n`,
    )
})

/** Two at a time, which is as many as there are cores to hunt on. */
const turns = [Promise.resolve(), Promise.resolve()]

/** Tries the walk that is known to catch the bug; only where it no longer does, or in a long round, all of them. */
async function hunted(index: number): Promise<Catch | null> {
  const mutant = mutants[index]
  if (!mutant) throw new Error('no such bug')
  const copy = plant(mutant)
  const { about } = mutant
  const walk = rounds<number | undefined>(undefined, catches[mutant.bug])
  const seed = SEED + index
  const quick = walk === undefined ? null : await hunt(copy, { seed, about, from: walk, runs: walk + 1 })
  return quick ?? (await hunt(copy, { seed, about, from: 0, runs: 800 }))
}

async function hunt(copy: string, walks: Hunt): Promise<Catch | null> {
  const { name, ...connections } = await copyOf(templateDatabase)
  const task = JSON.stringify({ connections, ...walks })
  const { stdout } = await run(node, [join(copy, 'test/properties/hunt.ts'), task], { timeout: 120_000 })
  await drop(name)
  return JSON.parse(stdout) as Catch | null
}

/** The short round tries some of them: each costs a process that walks. */
const tried = mutants
  .map(({ bug }, index) => ({ bug, index }))
  .filter(({ index }) => index % rounds(1, 14) === 0)

describe.concurrent('a bug in the ledger is caught', () => {
  test.each(tried)('$bug', { timeout: 300_000 }, async ({ index }) => {
    const turn = tried.findIndex((one) => one.index === index) % 2
    const before = turns[turn]
    const caught = Promise.resolve(before).then(() => hunted(index))
    turns[turn] = caught.then(
      () => {},
      () => {},
    )
    const { by, path } = (await caught) ?? { by: 'nothing', path: null }
    expect(by).toMatch(/^(model|verify): /)
    if (path !== null) found[mutants[index]?.bug ?? ''] = path
  })
})

describe('wrong data is named', () => {
  test.each(dataPlants.filter((_, index) => index % rounds(1, 5) === 0))(
    '$wrong',
    async ({ sql, invariant }) => {
      const { owner, server, name } = await copyOf(sound)
      const client = new pg.Client(owner)
      await client.connect()
      const { rowCount } = await client.query(sql)
      await client.end()
      expect(rowCount).toBeGreaterThan(0)
      const { breaches } = await verify(server, { now: Date.now() })
      await drop(name)
      expect(breaches.map((breach) => breach.invariant)).toContain(invariant)
    },
  )
})
