/**
 * A key for one call: a UUID of version 7. Keys that begin with the time lie side by side in the server's index, which
 * keeps it quick; and unlike `crypto.randomUUID` this also works on a page that was not loaded over https.
 */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const time = Date.now().toString(16).padStart(12, '0').slice(-12)
  for (let i = 0; i < 6; i += 1) bytes[i] = Number.parseInt(time.slice(2 * i, 2 * i + 2), 16)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
