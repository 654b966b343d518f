import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose'
import { Unavailable } from '../../core/unavailable.ts'

/** A key that was taken off the set is honoured no longer than this, while the set can be fetched. */
const RENEWED_AFTER_MS = 60_000
/** While the set can't be fetched, the last one counts this long: whoever signs may be away for some minutes. */
const KEPT_MS = 10 * 60_000
/** A token of a key that the set doesn't have brings up a fetch, but strangers must not bring up one each. */
const COOLDOWN_MS = 2_000
const TIMEOUT_MS = 3_000

/** Checks tokens by the public keys that are at a URL, which change. */
export function keySetVerifier(
  url: URL,
): (token: string, options: JWTVerifyOptions) => Promise<JWTVerifyResult> {
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: KEPT_MS,
  })
  let asked_at = Number.NEGATIVE_INFINITY

  /** Where it fails, the set says itself whether the last one still counts. */
  async function renew(): Promise<void> {
    if (Date.now() - asked_at < RENEWED_AFTER_MS) return
    asked_at = Date.now()
    await remote.reload().catch(() => {})
  }

  const keys: JWTVerifyGetKey = (header, token) => remote(header, token).catch(orUnreachable)

  return async (token, options) => {
    await renew()
    try {
      return await verifyByAny(token, keys, options)
    } catch (error) {
      // Without a `kid` a token of a new key looks like one that the old keys didn't sign.
      const isOfAnother = error instanceof errors.JWSSignatureVerificationFailed && !remote.coolingDown
      if (!isOfAnother || decodeProtectedHeader(token).kid !== undefined) throw error
      await remote.reload().catch(orUnreachable)
      return verifyByAny(token, keys, options)
    }
  }
}

/** A key set that can't be fetched says nothing against the token. */
function orUnreachable(cause: unknown): never {
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys)
    throw cause
  if (cause instanceof errors.JOSENotSupported) throw cause
  throw new Unavailable('The key set for tokens could not be fetched.', 5, { cause })
}

/** A token without a `kid` may be of any key of its kind, of which there are two while one takes over from another. */
async function verifyByAny(
  token: string,
  keys: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, options)
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    for await (const key of error) {
      const verified = await jwtVerify(token, key, options).catch(orOfAnother)
      if (verified) return verified
    }
    throw new errors.JWSSignatureVerificationFailed()
  }
}

function orOfAnother(error: unknown): null {
  if (error instanceof errors.JWSSignatureVerificationFailed) return null
  throw error
}
