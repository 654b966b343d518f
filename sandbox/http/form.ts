/** Parameters as they came: text, or what brackets in their names make of it. */
export type Raw = string | Raw[] | { [name: string]: Raw }
export type RawHash = { [name: string]: Raw }

const DEEPEST = 20

/** Reads `a[b][0][c]=1&d[]=2`, the form encoding of Stripe's API, from a body or a query. */
export function parseForm(text: string): RawHash {
  const root: RawHash = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) put(root, segments(name), value)
  return arrays(root) as RawHash
}

function segments(name: string): string[] {
  const open = name.indexOf('[')
  if (open <= 0 || !/^[^[\]]+(\[[^[\]]*\])+$/.test(name)) return [name]
  const inner = name.slice(open + 1, -1).split('][')
  return [name.slice(0, open), ...inner].slice(0, DEEPEST)
}

/** Items of a list are first kept under their numbers; `[]` takes the next one. */
function put(root: RawHash, path: string[], value: string): void {
  let place = root
  path.forEach((part, index) => {
    const name = part === '' ? String(Object.keys(place).length) : part
    if (index === path.length - 1) {
      place[name] = value
      return
    }
    const next = place[name]
    place[name] = typeof next === 'object' ? next : Object.create(null)
    place = place[name] as RawHash
  })
}

function arrays(raw: Raw): Raw {
  if (typeof raw === 'string') return raw
  const entries = Object.entries(raw as RawHash).map(([name, value]) => [name, arrays(value)] as const)
  const numbered = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))
  if (!numbered) return Object.fromEntries(entries)
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
}
