import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Select } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { usePortal } from '../data/portal.ts'
import { useRefresh } from '../data/refresh.ts'
import { nameOf } from './seats.tsx'

interface Named {
  readonly id: string
  readonly email: string | null
}

interface MoveSeatProps {
  readonly subscription: string
  readonly from: Named
  readonly to: readonly Named[]
  readonly onClose: () => void
}

export function MoveSeat({ subscription, from, to, onClose }: MoveSeatProps) {
  const { scrip, account } = usePortal()
  const refreshAll = useRefresh()
  const toast = useToast()
  const [chosen, setChosen] = useState(to[0]?.id ?? '')
  const move = useMutation({
    mutationFn: () => scrip.seats.move(account, subscription, from.id, { to: chosen }),
    onSuccess: () => toast({ text: 'The seat is moved.' }),
    onError: (error) => toast({ text: tellOf(error).detail, tone: 'bad' }),
    onSettled: async () => {
      await refreshAll()
      onClose()
    },
  })
  return (
    <Dialog
      title={`Move the seat of ${nameOf(from)}`}
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={move.isPending} disabled={chosen === ''} onClick={() => move.mutate()}>
            Move
          </Button>
        </>
      }
    >
      {to.length === 0 ? (
        <p className="soft">Every member has a seat already.</p>
      ) : (
        <Select
          label="To"
          value={chosen}
          hint="With what is left in it of this month."
          onChange={(event) => setChosen(event.target.value)}
        >
          {to.map((member) => (
            <option key={member.id} value={member.id}>
              {nameOf(member)}
            </option>
          ))}
        </Select>
      )}
    </Dialog>
  )
}
