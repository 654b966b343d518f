import { MARK } from './client.ts'

const URL = '/console/session'

/** Whether somebody is signed in. Fails where nobody can tell, which is something else than nobody being signed in. */
export async function isSignedIn(): Promise<boolean> {
  const response = await fetch(URL, { headers: MARK })
  if (response.ok) return true
  if (response.status === 401) return false
  throw new Error(`The server answered with status ${response.status}.`)
}

/** Answers why not, or nothing. */
export async function signIn(key: string): Promise<string | null> {
  const headers = { ...MARK, 'Content-Type': 'application/json' }
  const response = await fetch(URL, { method: 'POST', headers, body: JSON.stringify({ key }) })
  if (response.ok) return null
  const body: unknown = await response.json().catch(() => null)
  const detail = body !== null && typeof body === 'object' && 'detail' in body ? body.detail : null
  return typeof detail === 'string' ? detail : `The server answered with status ${response.status}.`
}

export async function signOut(): Promise<void> {
  const response = await fetch(URL, { method: 'DELETE', headers: MARK })
  if (!response.ok) throw new Error(`The server answered with status ${response.status}.`)
}
