import type { Account, UpdateAccountBody } from '@scrip/sdk'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccount } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { faultOf, Refused } from '../frame/action-dialog.tsx'

export function AccountTerms({ account }: { readonly account: string }) {
  const { data } = useAccount(account)
  return (
    <Card title="Account">{data ? <Terms key={data.id} account={data} /> : <Skeletons lines={5} />}</Card>
  )
}

type Terms = Required<
  Pick<Account, 'name' | 'slug' | 'pays_with' | 'hosted_checkout' | 'spent_on_refund' | 'seatless'>
>

function Terms({ account }: { readonly account: Account }) {
  const show = useToast()
  const { name, slug, pays_with, hosted_checkout, spent_on_refund, seatless } = account
  const before: Terms = { name, slug, pays_with, hosted_checkout, spent_on_refund, seatless }
  const [terms, setTerms] = useState(before)
  const changed = Object.entries(terms).filter(([field, value]) => value !== before[field as keyof Terms])
  const action = useAction(
    ['change account', account.id],
    (body: UpdateAccountBody, options) => scrip.accounts.update(account.id, body, options),
    [keys.account(account.id), keys.accounts],
    () => show({ text: 'The account is changed.' }),
  )
  const { error } = action
  const set = (more: Partial<Terms>) => setTerms({ ...terms, ...more })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (changed.length > 0) action.run(Object.fromEntries(changed))
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <div className="fields">
        <Field
          label="Name"
          value={terms.name}
          fault={faultOf(error, 'name')}
          onChange={({ target }) => set({ name: target.value })}
        />
        <Field
          label="Slug"
          placeholder="none"
          value={terms.slug ?? ''}
          fault={faultOf(error, 'slug')}
          onChange={({ target }) => set({ slug: target.value === '' ? null : target.value })}
        />
      </div>
      <div className="fields">
        <Select
          label="Pays with"
          value={terms.pays_with}
          onChange={({ target }) => set({ pays_with: target.value as Account['pays_with'] })}
        >
          <option value="card">A saved card</option>
          <option value="commitment">Its committed credits</option>
        </Select>
        <Select
          label="Without a card"
          value={terms.hosted_checkout ? 'page' : 'refuse'}
          onChange={({ target }) => set({ hosted_checkout: target.value === 'page' })}
        >
          <option value="page">a page to pay on opens</option>
          <option value="refuse">some faces refuse to sell</option>
        </Select>
      </div>
      <div className="fields">
        <Select
          label="Spent credits of a refund"
          value={terms.spent_on_refund}
          onChange={({ target }) => set({ spent_on_refund: target.value as Account['spent_on_refund'] })}
        >
          <option value="debt">become a debt</option>
          <option value="write_off">are written off</option>
        </Select>
        <Select
          label="Members without a seat use"
          value={terms.seatless}
          onChange={({ target }) => set({ seatless: target.value as Account['seatless'] })}
        >
          <option value="topup">what was topped up</option>
          <option value="nothing">nothing</option>
        </Select>
      </div>
      <Refused error={error} />
      <div className="row">
        <Button look="primary" type="submit" busy={action.isRunning} disabled={changed.length === 0}>
          Save
        </Button>
        {changed.length > 0 && (
          <Button look="quiet" onClick={() => setTerms(before)}>
            Discard
          </Button>
        )}
      </div>
    </form>
  )
}
