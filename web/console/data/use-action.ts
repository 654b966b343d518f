import type { CallOptions } from '@scrip/sdk'
import { freshKey, ScripError } from '@scrip/sdk'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'

export interface Action<I, A> {
  readonly run: (input: I) => void
  readonly isRunning: boolean
  readonly error: Error | null
  readonly answer: A | undefined
  readonly reset: () => void
}

interface Said {
  readonly input: string
  readonly key: string
}

/**
 * Something that is done once. Where nobody knows what became of a call, pressing the button again makes the same call
 * under the same key, so that it is not done twice; other words, or an answer, are another call.
 */
export function useAction<I, A>(
  act: (input: I, options: CallOptions) => Promise<A>,
  changes: readonly QueryKey[],
  done?: (answer: A, input: I) => void,
): Action<I, A> {
  const queries = useQueryClient()
  const open = useRef<Said | null>(null)
  const mutation = useMutation<A, Error, I>({
    mutationFn: async (input) => {
      const said = JSON.stringify(input)
      if (open.current?.input !== said) open.current = { input: said, key: freshKey() }
      try {
        const answer = await act(input, { idempotencyKey: open.current.key })
        open.current = null
        return answer
      } catch (error) {
        if (!(error instanceof ScripError && error.mayBeDone)) open.current = null
        throw error
      }
    },
    onSuccess: async (answer, input) => {
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })))
      done?.(answer, input)
    },
  })
  return {
    run: (input) => {
      if (!mutation.isPending) mutation.mutate(input)
    },
    isRunning: mutation.isPending,
    error: mutation.error,
    answer: mutation.data,
    reset: mutation.reset,
  }
}
