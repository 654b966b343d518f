import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Connections, connectionsOfOwner, onDatabase } from '../../src/store/connection-config.ts'
import { verify } from '../../src/store/verify/verify.ts'
import { templateDatabase } from '../harness/postgres.ts'
import { node } from '../harness/server.ts'
import { campaign } from './campaign.ts'
import { dataPlants } from './data-plants.ts'
import { plant } from './mutant-copy.ts'
import { mutants } from './mutants.ts'
import { subjectOn } from './subject.ts'

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
  expect((await verify(database.server, { now: Date.now() })).breaches).toEqual([])
})
afterAll(async () => {
  for (const name of made) await drop(name)
  await admin.end()
})

/** Two at a time, which is as many as there are cores to hunt on. */
const turns = [Promise.resolve(), Promise.resolve()]

async function hunted(index: number): Promise<string> {
  const mutant = mutants[index]
  if (!mutant) throw new Error('no such bug')
  const connections = await copyOf(templateDatabase)
  const { owner, server } = connections
  const task = JSON.stringify({ connections: { owner, server }, seed: SEED + index, runs: 800 })
  const { stdout } = await run(node, [join(plant(mutant), 'test/properties/hunt.ts'), task], {
    timeout: 120_000,
  })
  await drop(connections.name)
  return stdout
}

describe.concurrent('a bug in the ledger is caught', () => {
  test.each(mutants.map(({ bug }, index) => ({ bug, index })))(
    '$bug',
    { timeout: 300_000 },
    async ({ index }) => {
      const before = turns[index % 2]
      const caught = Promise.resolve(before).then(() => hunted(index))
      turns[index % 2] = caught.then(
        () => {},
        () => {},
      )
      expect(await caught).toMatch(/^(model|verify): /)
    },
  )
})

describe('wrong data is named', () => {
  test.each(dataPlants)('$wrong', async ({ sql, invariant }) => {
    const { owner, server, name } = await copyOf(sound)
    const client = new pg.Client(owner)
    await client.connect()
    const { rowCount } = await client.query(sql)
    await client.end()
    expect(rowCount).toBeGreaterThan(0)
    const { breaches } = await verify(server, { now: Date.now() })
    await drop(name)
    expect(breaches.map((breach) => breach.invariant)).toContain(invariant)
  })
})
