import type { Cap } from '@scrip/sdk'

export const periodWords = { day: 'a day', month: 'a month', total: 'in all' } as const satisfies Record<
  Cap['period'],
  string
>

export function capName(
  { subject, id }: Pick<Cap, 'subject' | 'id'>,
  nameOf: (member: string) => string,
): string {
  switch (subject) {
    case 'account':
      return 'The whole account'
    case 'member':
      return id === '*' ? 'Every member without a cap of their own' : nameOf(id)
    case 'project':
      return `Project ${id}`
    case 'key':
      return `API key ${id}`
  }
}
