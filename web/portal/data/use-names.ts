import { useQuery } from '@tanstack/react-query'
import { usePortal } from './portal.ts'
import { creditTypesQuery, membersQuery } from './queries.ts'
import { memberName, typeName } from './words.ts'

/** What credit types and members are called; their ids while that is not known. */
export function useNames() {
  const portal = usePortal()
  const types = useQuery(creditTypesQuery(portal)).data
  const members = useQuery(membersQuery(portal)).data
  return {
    types,
    members,
    type: (id: string) => typeName(types, id),
    member: (id: string) => memberName(members, id),
  }
}
