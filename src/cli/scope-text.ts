export interface Narrowed {
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
}

/** Whom or what it is for or by; null where it is for everybody and everything. */
export function scopeText({ member, project, feature }: Narrowed): string | null {
  const parts = Object.entries({ member, project, feature }).filter(([, value]) => value !== null)
  return parts.length === 0 ? null : parts.map(([name, value]) => `${name} ${value}`).join(', ')
}
