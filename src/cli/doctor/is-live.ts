import type { Settings } from '../settings.ts'

/** Whether real money moves. */
export const isLive = ({ stripe }: Settings): boolean =>
  stripe !== undefined && /^(sk|rk)_live_/.test(stripe.secretKey)

/** Whether only this machine gets there. */
export function isLocal(url: string): boolean {
  const hostname = URL.parse(url)?.hostname ?? ''
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0)$/.test(hostname)
}
