/** What a tab remembers, across reloads and pages of others. A frame may be denied it, and then forgets at a reload. */
const inMemory = new Map<string, string>()

export function keep(name: string, value: string): void {
  inMemory.set(name, value)
  try {
    sessionStorage.setItem(`scrip.${name}`, value)
  } catch {}
}

export function kept(name: string): string | null {
  try {
    return sessionStorage.getItem(`scrip.${name}`) ?? inMemory.get(name) ?? null
  } catch {
    return inMemory.get(name) ?? null
  }
}

export function forget(name: string): void {
  inMemory.delete(name)
  try {
    sessionStorage.removeItem(`scrip.${name}`)
  } catch {}
}
