import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type ConsoleServer, openSignedIn } from './console-server.ts'

/** Lets calls of the one kind wait, with their work done, until it is told to let their answers through. */
export async function holdAnswers(page: Page, path: string): Promise<() => void> {
  const release = Promise.withResolvers<void>()
  await page.route(
    ({ pathname }) => pathname.endsWith(path),
    async (route) => {
      if (route.request().method() !== 'POST') return route.fallback()
      const response = await route.fetch()
      await release.promise
      await route.fulfill({ response })
    },
  )
  return release.resolve
}

/** What becomes of calls whose answers are lost or late: with the browser and the server of the file that runs them. */
export function unansweredTests(world: () => readonly [Browser, ConsoleServer]): void {
  test('a grant whose answer is lost is made once, though the dialog was closed in between', async () => {
    const [browser, server] = world()
    const { base_url } = server.demo
    await server.call('POST', '/v1/accounts', { id: 'team_lost', kind: 'team', name: 'Lost' })
    const page = await openSignedIn(browser, server.demo)
    let cut = true
    // The work is done, and nobody hears of it.
    await page.route('**/v1/accounts/team_lost/grants', async (route) => {
      if (route.request().method() !== 'POST' || !cut) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await page.goto(`${base_url}/console/accounts/team_lost`)
    const dialog = page.getByRole('dialog', { name: 'Grant credits' })
    const unsure = dialog.getByText('What was asked for here before may have been done')
    const ask = async () => {
      await page.getByRole('button', { name: 'Grant', exact: true }).click()
      await dialog.getByLabel('Credit type').selectOption('agent')
      await dialog.getByLabel('Amount').fill('12.345678')
      await dialog.getByLabel('Reason').fill('was promised')
    }
    const grant = dialog.getByRole('button', { name: 'Grant 12.345678' })
    await ask()
    expect(await unsure.count()).toBe(0)
    await dialog.getByLabel('Expires').selectOption('At a time')
    await dialog.getByLabel('At', { exact: true }).fill('123456-01-01T00:00')
    await dialog.getByText('A time before the year 10000.').waitFor()
    expect(await grant.isDisabled()).toBe(true)
    await dialog.getByLabel('Expires').selectOption('As the credit type says')
    await grant.click()
    await dialog.getByRole('alert').getByText('Nobody knows yet whether this was done').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    cut = false
    await ask()
    await unsure.waitFor()
    await grant.click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Agent credits' }).getByText('12.345678').first().waitFor()
    const { items } = await server.call('GET', '/v1/accounts/team_lost/grants')
    expect(items).toMatchObject([{ amount: '12.345678', metadata: { reason: 'was promised' } }])
  })

  test('an answer that comes late closes no other dialog, and is shown to who asks again', async () => {
    const [browser, server] = world()
    const { base_url } = server.demo
    await server.call('POST', '/v1/accounts', { id: 'team_late', kind: 'team', name: 'Late' })
    const page = await openSignedIn(browser, server.demo)
    await page.goto(`${base_url}/console/accounts/team_late`)
    const release = await holdAnswers(page, '/v1/accounts/team_late/grants')
    const grant = page.getByRole('dialog', { name: 'Grant credits' })
    const debit = page.getByRole('dialog', { name: 'Debit' })
    await page.getByRole('button', { name: 'Grant', exact: true }).click()
    await grant.getByLabel('Credit type').selectOption('agent')
    await grant.getByLabel('Amount').fill('7')
    const sent = page.waitForRequest((request) => request.method() === 'POST')
    await grant.getByRole('button', { name: 'Grant 7' }).click()
    await sent
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'More to do with this account' }).click()
    await page.getByRole('menuitem', { name: 'Debit…' }).click()
    await debit.getByLabel('Amount').fill('3')
    const told = page.getByText('It was done after you closed this.').waitFor()
    release()
    await told
    expect(await debit.getByLabel('Amount').inputValue()).toBe('3')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Grant', exact: true }).click()
    await grant.getByText('What was asked for here before was done').waitFor()
    await grant.getByRole('button', { name: 'Ask again' }).click()
    await grant.waitFor({ state: 'detached' })
    const { items } = await server.call('GET', '/v1/accounts/team_late/grants')
    expect(items).toMatchObject([{ amount: '7' }])

    // What burned is drawn by its name, which may be that of anything.
    for (const feature of ['day', 'exact', 'drawn'])
      await server.call('POST', '/v1/accounts/team_late/debits', {
        credit_type: 'agent',
        amount: '2',
        feature,
      })
    await page.getByRole('link', { name: 'Usage', exact: true }).click()
    await page.getByRole('combobox', { name: 'Grouped' }).selectOption('By feature')
    const chart = page.getByRole('figure', { name: 'Burned by day, Agent credits' })
    await expect.poll(() => chart.locator('.recharts-bar-rectangle path').count()).toBe(3)
    const [day] = await chart.locator('.recharts-xAxis-tick-labels text').allTextContents()
    expect(day).toMatch(/^[A-Z][a-z]{2} \d/)
    const legend = chart.getByRole('list', { name: 'Legend' }).getByRole('listitem')
    expect((await legend.allInnerTexts()).sort()).toEqual(['day', 'drawn', 'exact'])
  })
}
