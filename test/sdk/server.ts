import { Scrip, type ScripOptions } from '../../sdk/src/index.ts'
import { nativeServer } from '../dialects/native/server.ts'

export interface SdkServer extends Awaited<ReturnType<typeof nativeServer>> {
  readonly baseUrl: string
  /** A client with the operator's key, straight to the server unless told otherwise. */
  scrip(options?: Partial<ScripOptions>): Scrip
}

/** The native API on a socket, for clients that speak HTTP. */
export async function sdkServer(): Promise<SdkServer> {
  const native = await nativeServer()
  const baseUrl = await native.server.listen(0, '127.0.0.1')
  const scrip = (options: Partial<ScripOptions> = {}) =>
    new Scrip({ baseUrl, key: native.operatorSecret, ...options })
  return { ...native, baseUrl, scrip }
}
