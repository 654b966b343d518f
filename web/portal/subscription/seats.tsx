import type { Subscription, SubscriptionOverview } from '@scrip/sdk'
import { type UseQueryResult, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { amountText } from '../../ui/amount-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { shareOf } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Meter } from '../../ui/meter.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { useRefresh } from '../data/refresh.ts'
import { MoveSeat } from './move-seat.tsx'

type Sitter = SubscriptionOverview['members'][number]

interface SeatsProps {
  readonly subscription: Subscription
  readonly overview: UseQueryResult<SubscriptionOverview>
}

export function Seats({ subscription, overview }: SeatsProps) {
  const { scrip, account } = usePortal()
  const refreshAll = useRefresh()
  const toast = useToast()
  const [moved, setMoved] = useState<Sitter | null>(null)
  const { id } = subscription
  const change = useMutation({
    mutationFn: ({ member, gives }: { readonly member: string; readonly gives: boolean }) =>
      gives ? scrip.seats.give(account, id, member) : scrip.seats.take(account, id, member),
    onSuccess: (_, { gives }) => toast({ text: gives ? 'The seat is given.' : 'The seat is free.' }),
    onError: (error) => toast({ text: tellOf(error).detail, tone: 'bad' }),
    onSettled: refreshAll,
  })
  if (!overview.data && overview.error)
    return (
      <Card title="Seats">
        <Unloaded of={overview} what="The seats" />
      </Card>
    )
  const members = overview.data?.members.filter(({ status }) => status !== 'removed') ?? []
  const free = overview.data?.free_seats.length ?? 0
  const columns: Column<Sitter>[] = [
    { key: 'member', label: 'Member', lead: true, cell: (member) => nameOf(member) },
    { key: 'role', label: 'Role', wideOnly: true, cell: ({ role }) => role.replaceAll('_', ' ') },
    { key: 'used', label: 'Used this month', cell: (member) => <Used sitter={member} /> },
    {
      key: 'act',
      label: <span className="only-heard">Change</span>,
      end: true,
      prime: true,
      cell: (member) =>
        member.seat === null ? (
          <Button
            small
            disabled={free === 0}
            busy={change.isPending && change.variables.member === member.id}
            onClick={() => change.mutate({ member: member.id, gives: true })}
          >
            Give a seat<span className="only-heard"> to {nameOf(member)}</span>
          </Button>
        ) : (
          <Menu
            label={`The seat of ${nameOf(member)}`}
            items={[
              { label: 'Move to another member…', icon: 'people', onSelect: () => setMoved(member) },
              {
                label: 'Take the seat',
                icon: 'cross',
                danger: true,
                onSelect: () => change.mutate({ member: member.id, gives: false }),
              },
            ]}
          />
        ),
    },
  ]
  return (
    <Card
      title="Seats"
      hint={overview.data && `${members.length - unseated(members)} taken, ${free} free`}
      flush
    >
      {overview.data && members.length === 0 ? (
        <Empty icon="people" title="Nobody to sit on them yet">
          Members are added where you came from; then a seat can be given to each here.
        </Empty>
      ) : (
        <Table
          caption="Members and their seats"
          rows={members}
          rowKey={(member) => member.id}
          loading={overview.data ? 0 : 3}
          columns={columns}
        />
      )}
      {moved && (
        <MoveSeat
          subscription={id}
          from={moved}
          to={members.filter(({ seat }) => seat === null)}
          onClose={() => setMoved(null)}
        />
      )}
    </Card>
  )
}

export const nameOf = ({ id, email }: Pick<Sitter, 'id' | 'email'>): string => email ?? id
const unseated = (members: readonly Sitter[]): number => members.filter(({ seat }) => seat === null).length

function Used({ sitter: { seat } }: { readonly sitter: Sitter }) {
  if (seat === null) return <Badge>No seat</Badge>
  const words = `${amountText(seat.used)} of ${amountText(seat.allotment)}`
  return (
    <span className="seat-used">
      <span className="small">{words}</span>
      <Meter share={shareOf(seat.used, seat.allotment)} label={`${words} credits used`} minds />
    </span>
  )
}
