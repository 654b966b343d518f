import { forget, keep, kept } from '../data/kept.ts'

/** What stood in the form when its buyer went to a page of somebody else's, and which cards there were. */
export interface Draft {
  readonly type: string
  readonly offer: string
  readonly typed: string
  readonly cards: readonly string[]
}

export const keepDraft = (draft: Draft): void => keep('draft', JSON.stringify(draft))

/** What is bought needs to be typed no more. */
export const dropDraft = (): void => forget('draft')

/** Once. */
export function takeDraft(): Draft | null {
  const text = kept('draft')
  dropDraft()
  return text === null ? null : (JSON.parse(text) as Draft)
}
