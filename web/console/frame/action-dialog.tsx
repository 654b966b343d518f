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
  readonly action: Pick<Action<never, unknown>, 'isRunning' | 'error' | 'wasAsked'>
  readonly onSubmit: () => void
  readonly onClose: () => void
  /** What will be true when it is done. */
  readonly outcome?: ReactNode
  /** Whether what is filled in can't be sent yet. */
  readonly incomplete?: boolean
  readonly wide?: boolean
  readonly children?: ReactNode
}

/** Asks before something is done, says what it will do, and says here why it was not done. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, submit, danger = false, action, onSubmit, onClose, outcome, wide, children } = props
  const form = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (!props.incomplete) onSubmit()
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
            disabled={props.incomplete}
          >
            {submit}
          </Button>
        </>
      }
    >
      <form id={form} className="stack" onSubmit={send} noValidate>
        {children}
        {outcome && (
          <div aria-live="polite">
            <Notice tone={danger ? 'warn' : 'info'}>{outcome}</Notice>
          </div>
        )}
        {action.wasAsked && (
          <Notice tone="warn" title="What was asked for here before may have been done">
            No answer to it came. Ask for exactly the same again to know: it is done once.
          </Notice>
        )}
        <Refused error={action.error} />
      </form>
    </Dialog>
  )
}

/** Why it was not done. What is about one field stands at that field. */
export function Refused({ error }: { readonly error: Error | null }) {
  if (error === null) return null
  if (mayBeDone(error))
    return (
      <Notice tone="warn" urgent title="Nobody knows yet whether this was done">
        The answer did not arrive. Press the button again: it is done once.
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
