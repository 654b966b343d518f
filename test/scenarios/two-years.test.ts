import { expect, test } from 'vitest'
import { auditByCommand } from '../harness/audit.ts'
import { firstMonths } from './first-year.ts'
import { restOfTheFirstYear, secondYear } from './second-year.ts'
import { TeamOfNeo } from './team-of-neo.ts'

test('two years of a team', async () => {
  const neo = await TeamOfNeo.open()
  await firstMonths(neo)
  await restOfTheFirstYear(neo)
  await secondYear(neo)

  expect(await neo.charged()).toEqual([
    // The start, a top-up and a seat more; three seats, then two smaller ones, the first time with another card.
    ...[220000, 50000, 55000, 330000, 90000, 90000, 90000],
    // Larger seats, and their months with a top-up in between.
    ...[86667, 220000, 220000, 50000, 220000, 220000, 220000, 220000, 220000],
    // The year and a seat more.
    ...[2200000, 829509],
  ])
  await neo.shop.audit()
  await auditByCommand(neo.shop.database.owner)
})
