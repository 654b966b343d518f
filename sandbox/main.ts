import { parseArgs } from 'node:util'
import { startSandbox } from './start.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '12111' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string', default: '.scrip/sandbox' },
    'webhook-url': { type: 'string' },
    'webhook-secret': { type: 'string' },
  },
})
const url = values['webhook-url']
const secret = values['webhook-secret']
const sandbox = await startSandbox({
  port: Number(values.port),
  host: values.host,
  dataDir: values.data,
  ...(url === undefined ? {} : { webhook: { url, ...(secret === undefined ? {} : { secret }) } }),
  log: (line) => process.stderr.write(`${line}\n`),
})
process.stdout.write(
  `${JSON.stringify({ url: sandbox.url, secret_key: sandbox.secretKey, webhook_secret: sandbox.webhookSecret })}\n`,
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close())
