import type { Cap } from '@scrip/sdk'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { typedAmount } from '../../ui/decimal.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { usePortal } from '../data/portal.ts'
import { useRefresh } from '../data/refresh.ts'
import { useNames } from '../data/use-names.ts'
import { capName } from './cap-words.ts'

type Whose = 'member' | 'everyone' | 'project'

const ID = /^(?!\.{1,2}$)[A-Za-z0-9_.:-]{1,64}$/

/** Sets one, or changes the one that it is given. */
export function CapDialog({ cap, onClose }: { readonly cap: Cap | null; readonly onClose: () => void }) {
  const { scrip, account } = usePortal()
  const { members = [], member: nameOf } = useNames()
  const refreshAll = useRefresh()
  const toast = useToast()
  const form = useId()
  const [whose, setWhose] = useState<Whose>(members.length > 0 ? 'member' : 'project')
  const [memberId, setMember] = useState(members[0]?.id ?? '')
  const [project, setProject] = useState('')
  const [limit, setLimit] = useState(cap?.limit ?? '')
  const [unit, setUnit] = useState<Cap['unit']>(cap?.unit ?? 'credits')
  const [period, setPeriod] = useState<Cap['period']>(cap?.period ?? 'month')
  const [isTouched, setTouched] = useState(false)

  const subject = cap?.subject ?? (whose === 'everyone' ? 'member' : whose)
  const ids = { member: memberId, everyone: '*', project: project.trim() }
  const id = cap?.id ?? ids[whose]
  const amount = typedAmount(limit)
  const isGoodId = id === '*' || ID.test(id)
  const put = useMutation({
    mutationFn: () => scrip.caps.put(account, subject, id, { limit: amount ?? '0', unit, period }),
    onSuccess: async () => {
      toast({ text: cap ? 'The cap was changed.' : 'The cap is set.' })
      await refreshAll()
      onClose()
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setTouched(true)
    if (amount !== null && isGoodId) put.mutate()
  }

  return (
    <Dialog
      title={cap ? 'Change the cap' : 'Set a cap'}
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={put.isPending}>
            {cap ? 'Change' : 'Set the cap'}
          </Button>
        </>
      }
    >
      <form id={form} className="stack" onSubmit={submit} noValidate>
        {put.isError && (
          <Notice tone="bad" title={tellOf(put.error).title}>
            {tellOf(put.error).detail}
          </Notice>
        )}
        {cap && <p className="strong">{capName(cap, nameOf)}</p>}
        {!cap && (
          <Select label="For" value={whose} onChange={(event) => setWhose(event.target.value as Whose)}>
            {members.length > 0 && <option value="member">One member</option>}
            <option value="everyone">Every member without a cap of their own</option>
            <option value="project">A project</option>
          </Select>
        )}
        {!cap && whose === 'member' && (
          <Select label="Member" value={memberId} onChange={(event) => setMember(event.target.value)}>
            {members.map((member) => (
              <option key={member.id} value={member.id}>
                {member.email ?? member.id}
              </option>
            ))}
          </Select>
        )}
        {!cap && whose === 'project' && (
          <Field
            label="Project"
            value={project}
            fault={isTouched && !isGoodId ? 'Its id, as the product writes it.' : null}
            onChange={(event) => setProject(event.target.value)}
          />
        )}
        <div className="cap-terms">
          <Field
            label="Limit"
            inputMode="decimal"
            value={limit}
            fault={isTouched && amount === null ? 'An amount, such as 500. Zero blocks.' : null}
            onChange={(event) => setLimit(event.target.value)}
          />
          <Select label="Of" value={unit} onChange={(event) => setUnit(event.target.value as Cap['unit'])}>
            <option value="credits">Credits</option>
            <option value="money">Money</option>
          </Select>
          <Select
            label="Within"
            value={period}
            onChange={(event) => setPeriod(event.target.value as Cap['period'])}
          >
            <option value="day">A day</option>
            <option value="month">A month</option>
            <option value="total">All time</option>
          </Select>
        </div>
        <p className="faint small">
          Days and months are of UTC. What was burned in the present one counts, too. Zero blocks.
        </p>
      </form>
    </Dialog>
  )
}
