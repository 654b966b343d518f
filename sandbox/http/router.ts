import type { Route } from './route.ts'

export interface Match {
  readonly route: Route
  readonly ids: Record<string, string>
}

/** Finds the route of a path; one without variable parts goes before one with. */
export function routerOf(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const table = routes
    .map((route) => ({ route, parts: route.path.split('/') }))
    .sort((a, b) => variables(a.route) - variables(b.route))
  return (method, path) => {
    const parts = path.split('/')
    for (const { route, parts: wanted } of table) {
      if (route.method !== method || wanted.length !== parts.length) continue
      const ids: Record<string, string> = {}
      const fits = wanted.every((want, index) => {
        const part = parts[index] ?? ''
        if (!want.startsWith(':')) return want === part
        ids[want.slice(1)] = decoded(part)
        return part !== ''
      })
      if (fits) return { route, ids }
    }
    return undefined
  }
}

const variables = (route: Route) => route.path.split(':').length

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
