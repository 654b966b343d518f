import type { AdvancedClock } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Select } from '../../ui/field.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'
import { plain } from '../words.ts'

const steps = { P1D: 'a day', P7D: 'a week', P1M: 'a month', P3M: 'three months', P1Y: 'a year' } as const

/** The account's own time, which a test account may have ahead. */
export function ClockCard({ account }: { readonly account: string }) {
  const [asking, setAsking] = useState(false)
  const [happened, setHappened] = useState<AdvancedClock['happened'] | null>(null)
  const clock = useQuery({
    queryKey: keys.account(account, 'clock'),
    queryFn: ({ signal }) => scrip.clock.get(account, { signal }),
  })
  const { data } = clock
  return (
    <Card
      title="Clock"
      hint="For trying things out: put forward, everything that falls due happens at its time."
      actions={
        <Button small icon="clock" onClick={() => setAsking(true)}>
          Put forward
        </Button>
      }
    >
      <div className="stack">
        {data ? (
          <Facts
            facts={[
              ['Its time', <Time key="now" at={data.now} style="clock" />],
              [
                'Ahead',
                data.ahead_ms === 0 ? (
                  'Not at all'
                ) : (
                  <Badge key="ahead" tone="warn">
                    {Math.round(data.ahead_ms / 86_400_000)} days
                  </Badge>
                ),
              ],
            ]}
          />
        ) : (
          <Unloaded of={clock}>
            <Skeletons lines={2} />
          </Unloaded>
        )}
        {happened && <Happened happened={happened} />}
      </div>
      {asking && <Advance account={account} onHappened={setHappened} onClose={() => setAsking(false)} />}
    </Card>
  )
}

function Happened({ happened }: Pick<AdvancedClock, 'happened'>) {
  const nameOf = useNameOf()
  if (happened.length === 0) return <p className="soft">Nothing fell due meanwhile.</p>
  return (
    <Table
      caption="What happened meanwhile"
      rows={happened.map((one, i) => ({ ...one, i }))}
      rowKey={({ i }) => String(i)}
      columns={[
        { key: 'what', label: 'What', lead: true, cell: ({ kind }) => plain(kind) },
        {
          key: 'type',
          label: 'Of',
          cell: ({ credit_type, subscription }) => (credit_type ? nameOf(credit_type) : subscription),
        },
        { key: 'when', label: 'When', cell: ({ at }) => <Time at={at} style="clock" /> },
        {
          key: 'amount',
          label: 'Amount',
          end: true,
          cell: ({ amount }) => amount !== null && <Amount value={amount} />,
        },
      ]}
    />
  )
}

interface AdvanceProps {
  readonly account: string
  readonly onHappened: (happened: AdvancedClock['happened']) => void
  readonly onClose: () => void
}

function Advance({ account, onHappened, onClose }: AdvanceProps) {
  const [advance, setAdvance] = useState<keyof typeof steps>('P1M')
  const action = useAction(
    ['advance clock', account],
    (step: string, options) => scrip.clock.advance(account, { advance: step }, options),
    [keys.account(account), keys.overview],
    ({ happened }) => {
      onHappened(happened)
      onClose()
    },
  )
  return (
    <ActionDialog
      title="Put the clock forward"
      submit={`Forward by ${steps[advance]}`}
      action={action}
      onSubmit={() => action.run(advance)}
      onClose={onClose}
      outcome="Renewals, resets and expiries that fall due meanwhile happen, and charge test cards. It never goes back."
    >
      <Select
        label="By"
        value={advance}
        onChange={({ target }) => setAdvance(target.value as typeof advance)}
      >
        {Object.entries(steps).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
    </ActionDialog>
  )
}
