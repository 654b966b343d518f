import type { Runner } from 'graphile-worker'

export interface Worker {
  stop(): Promise<void>
}

const AGAIN_MS = 1_000

/** The queue gives up where the database goes away at the wrong moment. It begins anew until it is told to stop. */
export async function keepGoing(
  begin: () => Promise<Runner>,
  failed: (error: unknown) => void,
): Promise<Worker> {
  let stopped = false
  let runner: Runner | null = await begin()
  const going = (async () => {
    while (!stopped) {
      await runner?.promise.catch(failed)
      runner = null
      if (stopped) return
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      if (stopped) return
      runner = await begin().catch((error: unknown) => {
        failed(error)
        return null
      })
      // It was told to while the queue began.
      if (stopped) await runner?.stop().catch(failed)
    }
  })()
  return {
    async stop() {
      stopped = true
      await runner?.stop().catch(failed)
      await going
    },
  }
}
