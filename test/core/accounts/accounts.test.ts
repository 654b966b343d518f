import { expect, test } from 'vitest'
import { USUAL_TERMS } from '../../../src/core/accounts/account.ts'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { updateAccount } from '../../../src/core/accounts/update-account.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { NOW, openRegistry } from '../../store/registry/open.ts'

const { registry, run, must } = await openRegistry()
const team = (id: string | null, slug: string | null) => ({ id, kind: 'team' as const, name: 'Acme', slug })

test('an account keeps its own id, or gets one minted', async () => {
  const given = await must(createAccount, team('team_1', 'acme'))
  expect(given).toEqual({ ...team('team_1', 'acme'), ...USUAL_TERMS, ahead_ms: 0, created_at: NOW })
  expect(await registry.account('team_1')).toEqual(given)
  expect(await registry.accountBySlug('acme')).toEqual(given)
  const minted = await must(createAccount, team(null, null))
  expect(minted.id).toMatch(/^acc_[0-9a-hjkmnp-tv-z]{26}$/)
  expect(await registry.account(minted.id)).toEqual(minted)
  expect(await registry.account('nobody')).toBeNull()
})

test('a taken id or slug is refused and nothing is made', async () => {
  await must(createAccount, team('team_2', 'two'))
  expect(await run(createAccount, team('team_2', 'other'))).toMatchObject({ refused: 'account_exists' })
  expect(await registry.accountBySlug('other')).toBeNull()
  expect(await run(createAccount, team('team_3', 'two'))).toMatchObject({ refused: 'slug_taken' })
  expect(await registry.account('team_3')).toBeNull()
  await must(createAccount, team('team_3', 'other'))
})

test('of twenty that want one slug at once, one gets it and the others leave nothing', async () => {
  const wants = Array.from({ length: 20 }, (_, i) => team(`race_${i}`, 'race'))
  const answers = await Promise.all(wants.map((want) => run(createAccount, want)))
  const [winner, ...more] = answers.filter((answer) => !isRefusal(answer))
  expect(more).toEqual([])
  expect(await registry.accountBySlug('race')).toEqual(winner)
  const { items } = await registry.accounts({ limit: 100, after: null }, 'race_')
  expect(items).toEqual([winner])
})

test('a change leaves out what it does not name, and moves or gives up the slug', async () => {
  await must(createAccount, team('team_4', 'four'))
  expect(await must(updateAccount, { id: 'team_4', name: 'Bolt' })).toMatchObject({
    name: 'Bolt',
    slug: 'four',
  })
  await must(updateAccount, { id: 'team_4', slug: 'fore' })
  expect(await registry.accountBySlug('four')).toBeNull()
  expect(await registry.accountBySlug('fore')).toMatchObject({ id: 'team_4', name: 'Bolt' })
  await must(updateAccount, { id: 'team_4', slug: null })
  expect(await registry.accountBySlug('fore')).toBeNull()
  await must(createAccount, team('team_5', 'fore'))
  expect(await run(updateAccount, { id: 'team_4', name: 'Nut', slug: 'fore' })).toMatchObject({
    refused: 'slug_taken',
  })
  expect(await registry.account('team_4')).toMatchObject({ name: 'Bolt', slug: null })
  expect(await run(updateAccount, { id: 'nobody', name: 'x' })).toMatchObject({
    refused: 'account_not_found',
  })
})

test('two accounts that want to swap slugs keep theirs, however they meet', async () => {
  await must(createAccount, team('swap_a', 'slug-a'))
  await must(createAccount, team('swap_b', 'slug-b'))
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all([
      run(updateAccount, { id: 'swap_a', slug: 'slug-b' }),
      run(updateAccount, { id: 'swap_b', slug: 'slug-a' }),
    ])
    for (const answer of answers) expect(answer).toMatchObject({ refused: 'slug_taken' })
  }
  expect(await registry.accountBySlug('slug-a')).toMatchObject({ id: 'swap_a' })
  expect(await registry.accountBySlug('slug-b')).toMatchObject({ id: 'swap_b' })
})

test('lists go on where the page before ended, also while accounts are made', async () => {
  for (let i = 0; i < 5; i += 1) await must(createAccount, { ...team(`list_${i}`, null), name: '100% List' })
  const seen: string[] = []
  let after: string | null = null
  do {
    const page = await registry.accounts({ limit: 2, after }, '100% li')
    seen.push(...page.items.map(({ id }) => id))
    after = page.next
    if (seen.length === 2) await must(createAccount, { ...team('list_00', null), name: '100% List' })
  } while (after)
  expect(seen).toEqual(['list_0', 'list_1', 'list_2', 'list_3', 'list_4'])
  await expect(registry.accounts({ limit: 2, after: 'nonsense' }, null)).rejects.toThrow(/cursor/)
})
