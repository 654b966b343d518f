import { ScripRefusal } from '@scrip/sdk'
import { type FormEvent, type ReactNode, useId } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { mayBeDone } from '../../ui/unanswered.ts'
import type { Action } from '../data/use-action.ts'

interface ActionDialogProps {
  readonly title: string
  /** What the button does: "Refund $12.00". */
  readonly submit: string
  readonly danger?: boolean
  readonly action: Pick<Action<never, unknown>, 'again' | 'isRunning' | 'before' | 'isUnsure' | 'error'>
  readonly onSubmit: () => void
  readonly onClose: () => void
  /** What will be true when it is done. */
  readonly outcome?: ReactNode
  /** Whether what is filled in can't be sent yet. */
  readonly incomplete?: boolean
  readonly wide?: boolean
  readonly children?: ReactNode
}

/**
 * Asks before something is done, says what it will do, and says here why it was not done. While nobody knows whether it
 * was, nothing else can be asked for than that once more.
 */
export function ActionDialog(props: ActionDialogProps) {
  const { title, submit, danger = false, action, onSubmit, onClose, outcome, wide, children } = props
  const form = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (action.isUnsure) action.again()
    else if (!props.incomplete) onSubmit()
  }
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      {...(wide !== undefined && { wide })}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={danger ? 'danger' : 'primary'}
            type="submit"
            form={form}
            busy={action.isRunning}
            disabled={props.incomplete && !action.isUnsure}
          >
            {action.isUnsure ? 'Ask again' : submit}
          </Button>
        </>
      }
    >
      <form id={form} className="stack" onSubmit={send} noValidate>
        <fieldset className="dialog-fields" disabled={action.isUnsure}>
          {children}
        </fieldset>
        {outcome && (
          <div aria-live="polite">
            <Notice tone={danger ? 'warn' : 'info'}>{outcome}</Notice>
          </div>
        )}
        {action.before !== null && <AskedBefore before={action.before} again={action.again} />}
        <Refused error={action.error} />
      </form>
    </Dialog>
  )
}

interface AskedBeforeProps {
  readonly before: 'unanswered' | 'unseen'
  readonly again: () => void
}

/** Somebody who closed the dialog before there was an answer, and is here again. */
const AskedBefore = ({ before, again }: AskedBeforeProps) => (
  <Notice
    tone="warn"
    title={`What was asked for here before ${before === 'unseen' ? 'was' : 'may have been'} done`}
    actions={
      <Button small onClick={again}>
        Ask again
      </Button>
    }
  >
    {before === 'unseen' ? 'Its answer was not seen.' : 'No answer to it came.'} Ask for exactly the same
    again to see it: it is done once.
  </Notice>
)

/** Why it was not done. What is about one field stands at that field. */
export function Refused({ error }: { readonly error: Error | null }) {
  if (error === null) return null
  if (mayBeDone(error))
    return (
      <Notice tone="warn" urgent title="Nobody knows yet whether this was done">
        The answer did not arrive. Ask again: it is done once.
      </Notice>
    )
  const { title, detail, correlationId } = tellOf(error)
  return (
    <Notice tone="bad" title={title}>
      {detail}{' '}
      {correlationId && (
        <span className="small">
          <code>{correlationId}</code>
        </span>
      )}
    </Notice>
  )
}

/** What the server says of one field. */
export function faultOf(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ScripRefusal)) return undefined
  return error.fields.find((fault) => fault.field === field)?.message
}
