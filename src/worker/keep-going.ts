import type { Runner } from 'graphile-worker'

export interface Worker {
  stop(): Promise<void>
}

const AGAIN_MS = 1_000

/** How long a queue that has let go of its workers may take to end. */
const END_MS = 1_000

/** A queue at work, and when it is over. */
interface Going {
  readonly runner: Runner
  readonly over: Promise<void>
}

/**
 * The queue gives up where the database goes away at the wrong moment: where two jobs fail that it can't tell of, it lets
 * go of its workers and then waits for what never comes. So it is over then as well.
 */
function watched(runner: Runner): Going {
  const letGo = new Promise<void>((resolve) => {
    const soon = () => setTimeout(resolve, END_MS).unref()
    runner.events.once('pool:gracefulShutdown:complete', soon)
    runner.events.once('pool:forcefulShutdown:complete', soon)
    runner.events.once('pool:forcefulShutdown:error', soon)
  })
  return { runner, over: Promise.race([runner.promise, letGo]) }
}

/** The queue begins anew wherever it gives up, until it is told to stop. */
export async function keepGoing(
  begin: () => Promise<Runner>,
  failed: (error: unknown) => void,
): Promise<Worker> {
  let stopped = false
  let going: Going | null = watched(await begin())
  const end = async ({ runner, over }: Going): Promise<void> => {
    // Who has ended already says that there is nothing to stop.
    const stopping = runner.stop().catch(() => {})
    await Promise.race([stopping, over]).catch(failed)
  }
  const kept = (async () => {
    while (!stopped) {
      await going?.over.catch(failed)
      // What is left of it, such as its crontab, ends too.
      if (going && !stopped) await end(going)
      going = null
      if (stopped) return
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      if (stopped) return
      going = await begin().then(watched, (error: unknown) => {
        failed(error)
        return null
      })
      // It was told to while the queue began.
      if (stopped && going) await end(going)
    }
  })()
  return {
    async stop() {
      stopped = true
      if (going) await end(going)
      await kept
    },
  }
}
