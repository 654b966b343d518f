import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'

/** A process that takes `finishMs` to come to rest and may take `limitMs`. */
async function drainer(finishMs: number, limitMs: number) {
  const source = JSON.stringify(join(import.meta.dirname, '../../src/cli/drain.ts'))
  const script = `const { onStopSignals } = await import(${source})
    const log = { info() {}, error() {} }
    const stop = onStopSignals(log, ${limitMs})
    stop.use(() => new Promise((r) => setTimeout(r, ${finishMs})), () => console.log('abandoned'))
    setInterval(() => {}, 1000)
    console.log('ready')
    await stop.done
    console.log('rested')
    process.exit()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk) => {
      said += chunk
      resolve()
    }),
  )
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, exited, said: () => said }
}

test('one signal, also when it comes twice at once, waits for what is under way', async () => {
  const { child, exited, said } = await drainer(300, 5_000)
  child.kill('SIGINT')
  await sleep(50)
  child.kill('SIGINT')
  expect(await exited).toBe(0)
  expect(said()).toBe('ready\nrested\n')
})

test('a second signal leaves at once', async () => {
  const { child, exited, said } = await drainer(10_000, 20_000)
  child.kill('SIGTERM')
  await sleep(700)
  child.kill('SIGINT')
  expect(await exited).toBe(130)
  expect(said()).toBe('ready\nabandoned\n')
})

test('a drain that does not end is ended', async () => {
  const { child, exited, said } = await drainer(10_000, 200)
  child.kill('SIGTERM')
  expect(await exited).toBe(1)
  expect(said()).toBe('ready\nabandoned\n')
})
