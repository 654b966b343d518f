import type { CreateWebhookEndpointBody, WebhookEndpoint } from '@scrip/sdk'
import { useState } from 'react'
import { Field, Select } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'
import { Secret } from '../keys/secret.tsx'

interface EndpointDialogProps {
  /** Null: another one is added. */
  readonly endpoint: WebhookEndpoint | null
  readonly onClose: () => void
}

interface Wish extends CreateWebhookEndpointBody {
  readonly active: boolean
}

export function EndpointDialog({ endpoint, onClose }: EndpointDialogProps) {
  const show = useToast()
  const [url, setUrl] = useState(endpoint?.url ?? '')
  const [active, setActive] = useState(endpoint?.active ?? true)
  const action = useAction(
    endpoint ? ['change endpoint', endpoint.id] : ['add endpoint'],
    async ({ url, active }: Wish, options) => {
      if (!endpoint) return (await scrip.webhookEndpoints.create({ url }, options)).secret
      await scrip.webhookEndpoints.update(endpoint.id, { url, active }, options)
      return undefined
    },
    [keys.webhooks],
    (secret) => {
      if (secret !== undefined) return
      show({ text: 'The endpoint is changed.' })
      onClose()
    },
  )
  if (action.answer !== undefined) return <Secret what="endpoint" secret={action.answer} onClose={onClose} />
  return (
    <ActionDialog
      title={endpoint ? 'Change the endpoint' : 'Add an endpoint'}
      submit={endpoint ? 'Change' : 'Add'}
      action={action}
      incomplete={url.trim() === ''}
      onClose={onClose}
      onSubmit={() => action.run({ url: url.trim(), active })}
      outcome={
        !endpoint && 'It is told of everything that happens from now on. The secret that signs is shown next.'
      }
    >
      <Field
        label="Address"
        type="url"
        placeholder="https://api.example.com/scrip"
        autoFocus
        value={url}
        fault={faultOf(action.error, 'url')}
        onChange={({ target }) => setUrl(target.value)}
      />
      {endpoint && (
        <Select
          label="State"
          value={active ? 'on' : 'off'}
          onChange={({ target }) => setActive(target.value === 'on')}
        >
          <option value="on">Active</option>
          <option value="off">Switched off</option>
        </Select>
      )}
    </ActionDialog>
  )
}
