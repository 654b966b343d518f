import { createServer } from 'node:net'

/**
 * Below the range that the system hands out to outgoing connections: in that range, a client that keeps trying to
 * reach a server that is down may end up connected to itself. Each worker has a range of its own, so that nobody else
 * takes a port before its server listens on it, or while that server is down.
 */
const RANGE = 1_200
const FIRST = 20_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 10) * RANGE
let next = Math.floor(Math.random() * RANGE)

/** A free port that was not given to anybody else. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + (next++ % RANGE)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  return promise
}
