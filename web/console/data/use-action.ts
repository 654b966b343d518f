import { type CallOptions, freshKey } from '@scrip/sdk'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { tellOf } from '../../ui/failure.tsx'
import { useToast } from '../../ui/toast.tsx'
import { type About, askOnce, isUnanswered, mayBeDone } from '../../ui/unanswered.ts'

export interface Action<I, A> {
  readonly run: (input: I) => void
  readonly isRunning: boolean
  /** Whether the same was asked for before this was opened, and nobody knows what became of it. */
  readonly wasAsked: boolean
  readonly error: Error | null
  readonly answer: A | undefined
  readonly reset: () => void
}

/**
 * Something that is done once. Where nobody knows what became of a call, pressing the button again makes the same call
 * under the same key, so that it is not done twice; other words, or an answer, are another call. What it is about is
 * given for what would add up, and then the key outlasts the dialog. What sets or ends something gives null: done anew
 * it harms nothing, while an old key would answer of a time before it was set back.
 */
export function useAction<I, A>(
  of: About | null,
  act: (input: I, options: CallOptions) => Promise<A>,
  changes: readonly QueryKey[],
  done?: (answer: A, input: I) => void,
): Action<I, A> {
  const queries = useQueryClient()
  const show = useToast()
  const [about] = useState<About>(() => of ?? [freshKey()])
  const [wasAsked] = useState(() => isUnanswered(about))
  const isHere = useIsHere()
  const mutation = useMutation<A, Error, I>({
    mutationFn: (input) => askOnce(about, input, (idempotencyKey) => act(input, { idempotencyKey })),
    onSuccess: async (answer, input) => {
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })))
      done?.(answer, input)
    },
    onError: (error) => {
      // Nobody is before the place any more where it would be said.
      if (!isHere.current) show({ tone: 'bad', text: mayBeDone(error) ? NOT_KNOWN : tellOf(error).detail })
    },
  })
  return {
    run: (input) => {
      if (!mutation.isPending) mutation.mutate(input)
    },
    isRunning: mutation.isPending,
    wasAsked: wasAsked && mutation.isIdle,
    error: mutation.error,
    answer: mutation.data,
    reset: mutation.reset,
  }
}

const NOT_KNOWN = 'No answer came, so it may have been done. Ask for the same again: it is done once.'

function useIsHere() {
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  return isHere
}
