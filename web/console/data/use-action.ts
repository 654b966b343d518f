import type { CallOptions } from '@scrip/sdk'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { type About, natures } from '../../ui/about.ts'
import { tellOf } from '../../ui/failure.tsx'
import { useToast } from '../../ui/toast.tsx'
import { type Asking, mayBeDone } from '../../ui/unanswered.ts'
import { useAsking } from '../../ui/use-asking.ts'

export interface Action<I, A> {
  readonly run: (input: I) => void
  /** Asks once more for what was asked for last, under its key. */
  readonly again: () => void
  readonly isRunning: boolean
  /** Whether the same was asked for before this was opened and is not over. Until something is asked for here. */
  readonly before: Asking<I>['before']
  /** Whether nobody knows what became of what was asked for here. */
  readonly isUnsure: boolean
  readonly error: Error | null
  readonly answer: A | undefined
}

/**
 * Something that is done once. Where nobody knows what became of a call, asking again makes the same call under the
 * same key, so that it is not done twice; other words are another call. `done` is told only where somebody still is
 * before the dialog: one that was opened since is not closed by an answer to another.
 */
export function useAction<I, A>(
  about: About,
  act: (input: I, options: CallOptions) => Promise<A>,
  changes: readonly QueryKey[],
  done?: (answer: A, input: I) => void,
): Action<I, A> {
  const queries = useQueryClient()
  const show = useToast()
  const { asking, isHere } = useAsking<I>(about)
  const mutation = useMutation<A, Error, I>({
    mutationFn: (input) =>
      asking.ask(
        input,
        (options) => act(input, options),
        () => isHere.current,
      ),
    onSuccess: (answer, input) => {
      if (isHere.current) done?.(answer, input)
      else show({ text: natures[about[0]] === 'adds' ? UNSEEN : 'It was done after you closed this.' })
      // Not waited for: what was answered is shown, and the dialog closed, before anybody can press anything again.
      for (const queryKey of changes) void queries.invalidateQueries({ queryKey })
    },
    onError: (error) => {
      // Nobody is before the place any more where it would be said.
      if (!isHere.current) show({ tone: 'bad', text: mayBeDone(error) ? NOT_KNOWN : tellOf(error).detail })
    },
  })
  const run = (input: I) => {
    if (!mutation.isPending) mutation.mutate(input)
  }
  return {
    run,
    again: () => {
      const last = asking.last()
      if (last !== undefined) run(last)
    },
    isRunning: mutation.isPending,
    before: mutation.isIdle ? asking.before : null,
    isUnsure: mayBeDone(mutation.error),
    error: mutation.error,
    answer: mutation.data,
  }
}

const UNSEEN = 'It was done after you closed this. Ask for the same again to see it: it is done once.'
const NOT_KNOWN = 'No answer came, so it may have been done. Ask for the same again: it is done once.'
