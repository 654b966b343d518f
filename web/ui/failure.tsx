import { ScripRefusal, ScripUnreachable } from '@scrip/sdk'
import { Button } from './button.tsx'
import './failure.css'
import { Icon } from './icon.tsx'
import { AskedTooLongAgo } from './unanswered.ts'

interface Told {
  readonly title: string
  readonly detail: string
  readonly correlationId: string | null
}

/** What went wrong, in words for who sits before it. */
export function tellOf(error: unknown): Told {
  if (error instanceof ScripRefusal) {
    const { title, detail, correlationId, status } = error
    return status >= 500
      ? { title: 'Something went wrong on our side', detail: 'Try again in a moment.', correlationId }
      : { title, detail, correlationId }
  }
  if (error instanceof ScripUnreachable)
    return {
      title: 'No connection',
      detail: 'The server could not be reached. Check your connection and try again.',
      correlationId: null,
    }
  if (error instanceof AskedTooLongAgo)
    return { title: 'That was asked for too long ago', detail: error.message, correlationId: null }
  return {
    title: 'Something went wrong',
    detail: 'This part could not be shown. Try again.',
    correlationId: null,
  }
}

interface FailureProps {
  readonly error: unknown
  readonly retry?: () => void
  /** What could not be shown: "The invoices". */
  readonly what?: string
}

/** In the place of what could not be loaded, with the way on. */
export function Failure({ error, retry, what }: FailureProps) {
  const { title, detail, correlationId } = tellOf(error)
  return (
    <div className="failure" role="alert">
      <span className="failure-icon">
        <Icon name="warning" size={20} />
      </span>
      <p className="strong">{what ? `${what} could not be loaded` : title}</p>
      <p className="soft">{detail}</p>
      {correlationId && (
        <p className="faint small">
          If it stays, tell support: <code>{correlationId}</code>
        </p>
      )}
      {retry && (
        <div className="row">
          <Button onClick={retry} icon="repeat">
            Try again
          </Button>
        </div>
      )}
    </div>
  )
}
