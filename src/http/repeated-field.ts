const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs

/** An object that is open, by the names that it has, or a list, by its place. */
type Level = { readonly names: Set<string>; name: string } | { place: number }

/**
 * The way to the first field that stands twice in its object, as in `debits/3/amount`. It reads text that was parsed
 * before and is known to have one, which hardly any has: so it need be neither quick nor strict.
 */
export function repeatedField(text: string): string {
  const levels: Level[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1)
    if (token === '{') levels.push({ names: new Set(), name: '' })
    else if (token === '[') levels.push({ place: 0 })
    else if (token === '}' || token === ']') levels.pop()
    else if (token === ',' && level && 'place' in level) level.place += 1
    else if (token === ':' && level && 'names' in level) {
      level.name = JSON.parse(last) as string
      if (level.names.has(level.name)) return levels.map(stepOf).join('/')
      level.names.add(level.name)
    }
    last = token
  }
  return ''
}

const stepOf = (level: Level): string | number => ('place' in level ? level.place : level.name)
