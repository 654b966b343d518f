import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { until } from '../harness/until.ts'

/** A process that takes `finishMs` to come to rest and may take `limitMs`. */
async function drainer(finishMs: number, limitMs: number) {
  const source = JSON.stringify(join(import.meta.dirname, '../../src/cli/drain.ts'))
  const script = `const { onStopSignals } = await import(${source})
    const log = { info() {}, error() {} }
    const stop = onStopSignals(log, ${limitMs})
    stop.use(
      () => {
        console.log('drains')
        return new Promise((r) => setTimeout(r, ${finishMs}))
      },
      () => console.log('abandoned'),
    )
    setInterval(() => {}, 1000)
    console.log('ready')
    await stop.done
    console.log('rested')
    process.exit()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve))
  const says = (line: string) => until(line, () => said.includes(line))
  await says('ready')
  return { child, exited, says, said: () => said }
}

test('one signal, also when it comes twice at once, waits for what is under way', async () => {
  const { child, exited, said } = await drainer(300, 60_000)
  child.kill('SIGINT')
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
  expect(said()).toBe('ready\ndrains\nrested\n')
})

test('a second signal leaves at once', async () => {
  const { child, exited, says, said } = await drainer(120_000, 120_000)
  child.kill('SIGTERM')
  // Until then it might be the echo of the first.
  await says('drains')
  await sleep(700)
  child.kill('SIGINT')
  expect(await exited).toBe(130)
  expect(said()).toBe('ready\ndrains\nabandoned\n')
})

test('a drain that does not end is ended', async () => {
  const { child, exited, said } = await drainer(120_000, 200)
  child.kill('SIGTERM')
  expect(await exited).toBe(1)
  expect(said()).toBe('ready\ndrains\nabandoned\n')
})
