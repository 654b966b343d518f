import type { CallOptions, WebhookEndpoint } from '@scrip/sdk'
import type { AskedFor } from '../../ui/about.ts'
import type { IconName } from '../../ui/icon.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'
import { Secret } from '../keys/secret.tsx'

export interface EndpointDoing {
  readonly name: string
  readonly asked: AskedFor
  readonly icon: IconName
  readonly danger: boolean
  readonly outcome: string
  readonly done: string
  readonly act: (endpoint: string, options: CallOptions) => Promise<unknown>
}

const { webhookEndpoints } = scrip

export const endpointDoings: readonly EndpointDoing[] = [
  {
    name: 'Send a ping',
    asked: 'ping endpoint',
    icon: 'repeat',
    danger: false,
    outcome:
      'Sends an event of the type “ping”, signed as every other. What became of it stands among the deliveries.',
    done: 'A ping is on its way.',
    act: (endpoint, options) => webhookEndpoints.test(endpoint, options),
  },
  {
    name: 'Give it another secret',
    asked: 'rotate endpoint',
    icon: 'key',
    danger: true,
    outcome:
      'The new secret is shown next. For a while the one before signs too, so that you can change over.',
    done: 'It has another secret.',
    act: (endpoint, options) => webhookEndpoints.rotate(endpoint, options),
  },
  {
    name: 'Remove',
    asked: 'remove endpoint',
    icon: 'trash',
    danger: true,
    outcome: 'Nothing is told there from then on, and what still waits is not sent any more.',
    done: 'The endpoint is gone.',
    act: (endpoint, options) => webhookEndpoints.delete(endpoint, options),
  },
]

interface EndpointAskedProps {
  readonly endpoint: WebhookEndpoint
  readonly doing: EndpointDoing
  readonly onClose: () => void
}

const secretOf = (answer: unknown): string | null | undefined =>
  answer !== null && typeof answer === 'object' && 'secret' in answer
    ? (answer.secret as string | null)
    : undefined

export function EndpointAsked({ endpoint, doing, onClose }: EndpointAskedProps) {
  const show = useToast()
  const action = useAction(
    [doing.asked, endpoint.id],
    (id: string, options) => doing.act(id, options),
    [keys.webhooks],
    (answer) => {
      show({ text: doing.done })
      if (secretOf(answer) === undefined) onClose()
    },
  )
  const secret = secretOf(action.answer)
  if (secret !== undefined) return <Secret what="endpoint" secret={secret} onClose={onClose} />
  return (
    <ActionDialog
      title={`${doing.name}: ${endpoint.url}`}
      submit={doing.name}
      danger={doing.danger}
      action={action}
      outcome={doing.outcome}
      onSubmit={() => action.run(endpoint.id)}
      onClose={onClose}
    />
  )
}
