import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServer, type Server } from '../../src/http/serve.ts'
import { freshDirectory } from '../harness/directory.ts'
import { dialectOf } from './dialect.ts'
import { FakeStore, portsOf } from './ports.ts'

const script = 'export const said = 1\n'.repeat(100)
let web_dir: string
let server: Server
let bare: Server

beforeAll(async () => {
  web_dir = freshDirectory('web')
  for (const name of ['portal', 'console', 'assets']) mkdirSync(join(web_dir, name))
  for (const name of ['portal', 'console']) writeFileSync(join(web_dir, name, 'index.html'), `<p>${name}</p>`)
  writeFileSync(join(web_dir, 'assets', 'app-1a2b.js'), script)
  writeFileSync(join(web_dir, 'assets', 'app-1a2b.js.gz'), gzipSync(script))
  writeFileSync(join(web_dir, '.stamp'), 'x')
  const options = { dialects: [dialectOf([])], ...portsOf(new FakeStore()), log: pino({ level: 'silent' }) }
  const portal_origins = ['https://app.example.com']
  server = createServer({ ...options, web: { web_dir, portal_origins } })
  bare = createServer({ ...options, web: { web_dir: join(web_dir, 'none'), portal_origins: [] } })
  await Promise.all([server.app.ready(), bare.app.ready()])
})
afterAll(async () => {
  await Promise.all([server.drain(100), bare.drain(100)])
})

const get = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'GET', url, headers })

describe('the pages', () => {
  test.each(['/portal', '/portal/', '/portal/purchases/pur_1'])('%s is the portal', async (url) => {
    const answer = await get(url)
    expect(answer.body).toBe('<p>portal</p>')
    expect(answer.headers['cache-control']).toBe('no-cache')
    expect(answer.headers['content-type']).toMatch(/^text\/html/)
  })

  test('let nothing in from elsewhere, and only who is named may frame the portal', async () => {
    const policyOf = async (url: string) => String((await get(url)).headers['content-security-policy'])
    expect(await policyOf('/portal')).toContain("default-src 'none'; script-src 'self';")
    expect(await policyOf('/portal')).toMatch(/frame-ancestors https:\/\/app\.example\.com$/)
    expect(await policyOf('/console')).toMatch(/frame-ancestors 'none'$/)
    for (const url of ['/portal', '/console']) expect(await policyOf(url)).not.toContain('unsafe')
  })

  test('say how they are built where they are not', async () => {
    const answer = await bare.app.inject({ method: 'GET', url: '/portal' })
    expect(answer.statusCode).toBe(503)
    expect(answer.body).toContain('node bin/setup.js')
  })
})

describe('their files', () => {
  test('are kept for a year, because their names change with them', async () => {
    const answer = await get('/assets/app-1a2b.js')
    expect(answer.body).toBe(script)
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  test('are sent as they were compressed', async () => {
    const answer = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip' })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(answer.rawPayload).toEqual(gzipSync(script))
  })

  test.each([
    '/assets/none.js',
    '/.stamp',
    '/assets/../.stamp',
    '/assets/%2e%2e/.stamp',
    '/portal/index.html.br',
  ])('%s shows nothing that is not theirs', async (url) => {
    const answer = await get(url)
    expect(answer.body).not.toBe('x')
    expect(url.startsWith('/portal') ? 200 : 404).toBe(answer.statusCode)
  })
})
