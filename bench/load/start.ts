import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { FromGenerator, LoadPlan, LoadResult } from './plan.ts'

export interface Window {
  /** The measured time begins, or has ended. */
  readonly begins?: () => void
  readonly ends?: () => void
}

/** A fresh process for each run, so that none inherits another's garbage. */
export function runLoad(plan: LoadPlan, window: Window = {}): Promise<LoadResult> {
  const { promise, resolve, reject } = Promise.withResolvers<LoadResult>()
  const child = fork(join(import.meta.dirname, 'generator.ts'), { serialization: 'json', execArgv: [] })
  child.on('message', (message: FromGenerator) => {
    if (message.is === 'measuring') window.begins?.()
    if (message.is === 'measured') window.ends?.()
    if (message.is !== 'done') return
    resolve(message.result)
    child.disconnect()
  })
  child.on('error', reject)
  child.on('exit', (code) => reject(new Error(`the load generator ended with ${code}`)))
  child.send(plan)
  return promise
}
