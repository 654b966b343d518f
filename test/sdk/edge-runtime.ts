import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, relative } from 'node:path'
import vm from 'node:vm'
import type * as Sdk from '../../sdk/src/index.ts'

/**
 * Run as a process of its own: the client in a world that has the globals that all edge runtimes have, none of Node's,
 * and no modules but the client's own. What it did there is printed.
 */
const [baseUrl = '', key = ''] = process.argv.slice(2)
const source = join(import.meta.dirname, '..', '..', 'sdk', 'src')

const { AbortController, AbortSignal, Headers, Request, Response, TextDecoder, TextEncoder, URL } = globalThis
const { URLSearchParams, atob, btoa, clearTimeout, crypto, fetch, performance, setTimeout } = globalThis
const web = vm.createContext({
  ...{ AbortController, AbortSignal, Headers, Request, Response, TextDecoder, TextEncoder, URL },
  ...{ URLSearchParams, atob, btoa, clearTimeout, crypto, fetch, performance, setTimeout },
})

const modules = new Map<string, vm.SourceTextModule>()

function moduleAt(path: string): vm.SourceTextModule {
  const known = modules.get(path)
  if (known) return known
  const code = stripTypeScriptTypes(readFileSync(path, 'utf8'))
  const made = new vm.SourceTextModule(code, { context: web, identifier: path })
  modules.set(path, made)
  return made
}

const index = moduleAt(join(source, 'index.ts'))
await index.link((specifier, { identifier }) => {
  const path = join(identifier, '..', specifier)
  if (!specifier.startsWith('.') || relative(source, path).startsWith('..'))
    throw new Error(`${relative(source, identifier)} imports ${specifier}, which is none of its own`)
  return moduleAt(path)
})
await index.evaluate()
console.log(JSON.stringify(await work(index.namespace as typeof Sdk)))

async function work({ Scrip, isRefusal, ScripUnreachable, verifyWebhook }: typeof Sdk): Promise<object> {
  const scrip = new Scrip({ baseUrl, key, backoffMs: 5 })
  const credits = { credit_type: 'agent' }
  const { role } = await scrip.me.get()
  const refused = await scrip.debits
    .create('acme', { ...credits, amount: '1000' })
    .catch((error: unknown) => (isRefusal(error) ? error.code : String(error)))
  const grants: string[] = []
  for await (const { amount } of scrip.grants.list('acme', { limit: 1 })) grants.push(amount)
  const debits = scrip.debits.batch()
  const burned = await Promise.all(
    ['1', '2'].map((amount) =>
      debits.debit('acme', { ...credits, amount }, { idempotencyKey: `edge-${amount}` }),
    ),
  )
  await debits.close()
  const run = await scrip.holds.run('acme', { ...credits, amount: '10' }, (hold) => {
    hold.costs('4.5')
    return 'done'
  })
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
    'webhook-signature': 'v1,bm90IG91cnM=',
  }
  const webhook = await verifyWebhook({ payload: '{}', headers, secret: 'whsec_c2VjcmV0' }).catch(
    ({ reason }: { readonly reason: string }) => reason,
  )
  // Nothing listens to what is never sent.
  const silent = (_: string, { signal }: RequestInit) =>
    new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  const timeout = await new Scrip({ baseUrl, key, fetch: silent, retries: 0, timeoutMs: 1 }).me
    .get()
    .catch((error: unknown) => (error instanceof ScripUnreachable ? error.reason : String(error)))
  return {
    globals: vm.runInContext('[typeof process, typeof Buffer, typeof require]', web),
    role,
    refused,
    grants: grants.sort(),
    batch: burned.map(({ balance }) => balance.available),
    run: { value: run.value, available: run.balance.available, short: run.short },
    webhook,
    timeout,
  }
}
