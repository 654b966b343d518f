import Type, { type Static } from 'typebox'
import { type Grant, grantSources, type Revocation } from '../../../core/ledger/grant.ts'
import type { GrantExplanation } from '../../../core/ports.ts'
import { amountText, instantOrNull, instantText, metadataOf } from '../convert.ts'
import { Amount, InstantOut, MetadataOut, NullableInstant, NullableText } from '../fields.ts'

export const ScopeWire = Type.Object(
  { member: NullableText, project: NullableText, feature: NullableText },
  { title: 'Scope' },
)

export const GrantStateWire = Type.Enum(['scheduled', 'open', 'closed'])

export const GrantWire = Type.Object(
  {
    id: Type.String(),
    account: Type.String(),
    credit_type: Type.String(),
    source: Type.Enum([...grantSources]),
    state: GrantStateWire,
    amount: Amount,
    remaining: Amount,
    held: Amount,
    revoked: Amount,
    priority: Type.Integer(),
    scope: ScopeWire,
    starts_at: InstantOut,
    expires_at: NullableInstant,
    metadata: MetadataOut,
    created_at: InstantOut,
  },
  { title: 'Grant' },
)

export const grantWire = (grant: Grant): Static<typeof GrantWire> => ({
  id: grant.id,
  account: grant.account,
  credit_type: grant.credit_type,
  source: grant.source,
  state: grant.state,
  amount: amountText(grant.amount_micro),
  remaining: amountText(grant.remaining_micro),
  held: amountText(grant.held_micro),
  revoked: amountText(grant.revoked_micro),
  priority: grant.priority,
  scope: grant.scope,
  starts_at: instantText(grant.starts_at),
  expires_at: instantOrNull(grant.expires_at),
  metadata: metadataOf(grant.metadata),
  created_at: instantText(grant.created_at),
})

export const RevocationWire = Type.Object(
  {
    id: Type.String(),
    revoked: Amount,
    debt: Amount,
    written_off: Amount,
    reason: NullableText,
    at: InstantOut,
  },
  { title: 'Revocation' },
)

type Named<Id> = Omit<Static<typeof RevocationWire>, 'id'> & { readonly id: Id }

export const revocationWire = <Id extends string | null>(
  revocation: Omit<Revocation, 'id'> & { readonly id: Id },
): Named<Id> => ({
  id: revocation.id,
  revoked: amountText(revocation.revoked_micro),
  debt: amountText(revocation.debt_micro),
  written_off: amountText(revocation.written_off_micro),
  reason: revocation.reason,
  at: instantText(revocation.at),
})

/** A grant and what was taken back of it. */
export const GrantDetailWire = Type.Object(
  {
    ...GrantWire.properties,
    revocations: Type.Array(RevocationWire, {
      description: 'By hand, newest last. What a refund or a dispute took back is told by its purchase.',
    }),
  },
  { title: 'GrantDetail' },
)

export const grantDetailWire = ({
  grant,
  revocations,
}: GrantExplanation): Static<typeof GrantDetailWire> => ({
  ...grantWire(grant),
  revocations: revocations.map(revocationWire),
})
