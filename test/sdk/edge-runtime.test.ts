import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { node } from '../harness/server.ts'
import { sdkServer } from './server.ts'

test('it works where there are the globals of the web and nothing of Node', async () => {
  const server = await sdkServer()
  const scrip = server.scrip()
  await scrip.creditTypes.create({ id: 'agent', name: 'Agent', expiry: { policy: 'never' } })
  await scrip.accounts.create({ id: 'acme', kind: 'team', name: 'Acme' })
  for (const amount of ['60', '40']) await scrip.grants.create('acme', { credit_type: 'agent', amount })
  const args = ['--no-warnings', '--experimental-vm-modules', join(import.meta.dirname, 'edge-runtime.ts')]
  const { stdout } = await promisify(execFile)(node, [...args, server.baseUrl, server.operatorSecret])
  expect(JSON.parse(stdout)).toEqual({
    globals: ['undefined', 'undefined', 'undefined'],
    role: 'operator',
    refused: 'insufficient_credits',
    grants: ['40', '60'],
    batch: ['99', '97'],
    run: { value: 'done', available: '92.5', short: null },
    webhook: 'signature',
    timeout: 'timeout',
  })
})
