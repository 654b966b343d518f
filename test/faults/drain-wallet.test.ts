import { expect, test } from 'vitest'
import { auditLedger, sqlAt } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { furnish, must, operatorKey, type Wire, wireTo } from '../harness/wire.ts'

const CLIENTS = 64
const CREDITS = rounds(1_000, 500)

interface Told {
  readonly status: number
  readonly code: string
}

/** Clients that each ask until they were told no three times. */
async function drain(wires: readonly Wire[], ask: (wire: Wire, n: number) => Promise<Told>): Promise<Told[]> {
  const told: Told[] = []
  const client = async (i: number) => {
    for (let refusals = 0, n = 0; refusals < 3; n += 1) {
      const answer = await ask(wires[i % wires.length] as Wire, i * 100_000 + n)
      told.push(answer)
      if (answer.status !== 201) refusals += 1
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, i) => client(i)))
  return told
}

const debit = async (wire: Wire, more: object = {}): Promise<Told> => {
  const { status, body } = await wire('POST', '/v1/accounts/acc/debits', {
    credit_type: 'burned',
    amount: 1,
    ...more,
  })
  return { status, code: body.code ?? '' }
}

const tally = (told: readonly Told[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { status, code } of told) {
    const name = code === '' ? String(status) : code
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

async function world(processes: 'one' | 'two servers' | '--processes 2') {
  const database = await freshDatabase()
  const first = await startServer({
    database: database.url,
    env: { SCRIP_LANES: '2' },
    ...(processes === '--processes 2' && { processes: 2 }),
  })
  const second = processes === 'two servers' ? [await startServer({ database: database.url })] : []
  const key = operatorKey(first.dataDir)
  // One connection for each client, so that all the processes behind a port get their share.
  const servers = [first, ...second]
  const wires = Array.from({ length: CLIENTS }, (_, i) =>
    wireTo(servers[i % servers.length]?.port as number, key),
  )
  const operator = wires[0] as Wire
  await furnish(operator, { accounts: ['acc'], credit_type: 'burned', amount: CREDITS })
  return { database, operator, wires }
}

const places = ['one', 'two servers', '--processes 2'] as const

test.each(rounds<readonly (typeof places)[number][]>(places, ['one']))(
  `%s: ${CLIENTS} clients burn a wallet of ${CREDITS} by 1: exactly ${CREDITS} succeed`,
  async (place) => {
    const { database, operator, wires } = await world(place)
    const told = tally(await drain(wires, (wire) => debit(wire)))
    expect(told).toEqual({ 201: CREDITS, insufficient_credits: CLIENTS * 3 })
    const { available } = await must(operator('GET', '/v1/accounts/acc/balances/burned'))
    expect(available).toBe('0')
    await auditLedger(database.owner)
  },
)

test.each(rounds<readonly (typeof places)[number][]>(places, ['two servers', '--processes 2']))(
  '%s: with holds and caps in the mix, no cap is overrun and no credit burns twice',
  async (place) => {
    const { database, operator, wires } = await world(place)
    // A second wallet, because the caps are the account's and a lock on one wallet would hide a race past them.
    await must(operator('POST', '/v1/credit-types', { id: 'gate', name: 'gate' }))
    await must(operator('POST', '/v1/accounts/acc/grants', { credit_type: 'gate', amount: CREDITS }))
    await must(operator('POST', '/v1/accounts/acc/members', { id: 'ada', role: 'member' }))
    const cap = (subject: string, id: string, limit: number) =>
      must(
        operator('PUT', `/v1/accounts/acc/caps/${subject}/${id}`, {
          limit,
          unit: 'credits',
          period: 'total',
        }),
      )
    await cap('member', 'ada', 150)
    await cap('project', 'apollo', 220)

    let captured = 0
    const hold = async (wire: Wire, n: number, credit_type: string): Promise<Told> => {
      const asked = { credit_type, amount: 3, ttl_seconds: 600, project: 'apollo' }
      const { status, body } = await wire('POST', '/v1/accounts/acc/holds', asked)
      if (status !== 201) return { status, code: body.code }
      if (n % 3 === 0) {
        await must(wire('POST', `/v1/accounts/acc/holds/${body.id}/release`))
      } else {
        await must(wire('POST', `/v1/accounts/acc/holds/${body.id}/capture`, { amount: 2 }))
        captured += 2
      }
      return { status, code: 'held' }
    }
    const ask = async (wire: Wire, n: number): Promise<Told> => {
      const credit_type = n % 2 === 0 ? 'burned' : 'gate'
      const answer = await (n % 7 === 0
        ? hold(wire, n, credit_type)
        : debit(wire, { credit_type, ...(n % 3 === 0 && { member: 'ada' }) }))
      // Whoever meets a cap goes on without it, until the wallet itself is empty.
      return answer.status === 403 ? debit(wire, { credit_type }) : answer
    }
    const told = await drain(wires, ask)
    // Credits that a hold was releasing just then are burned by whoever comes next.
    for (const credit_type of ['burned', 'gate'])
      told.push(...(await drain(wires.slice(0, 1), (wire) => debit(wire, { credit_type }))))
    expect((tally(told)['201'] ?? 0) + captured).toBe(2 * CREDITS)

    const [sums] = await sqlAt(
      database.owner,
      `select coalesce(sum(amount_micro) filter (where member_id = 'ada'), 0)::float8 / 1e6 as member,
       coalesce(sum(amount_micro) filter (where project_id = 'apollo'), 0)::float8 / 1e6 as project,
       sum(amount_micro)::float8 / 1e6 as all
     from debits where refused is null`,
    )
    expect(sums).toEqual({ member: 150, project: captured, all: 2 * CREDITS })
    expect(captured).toBeLessThanOrEqual(220)
    await auditLedger(database.owner)
  },
)
