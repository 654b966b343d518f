export type * from './api.ts'
export type { Fetch } from './attempt.ts'
export { Scrip } from './client.ts'
export { type BatchedDebit, type BatchOptions, DebitBatch } from './debit-batch.ts'
export { freshKey } from './fresh-key.ts'
export { fromMicro, toMicro } from './micro.ts'
export { ScripMisuse } from './misuse.ts'
export { Pages } from './pages.ts'
export {
  type FieldFault,
  isRefusal,
  ScripError,
  ScripRefusal,
  ScripUnreachable,
  type Trouble,
} from './refusal.ts'
export type { CallOptions, Patience, ScripOptions } from './request.ts'
export type { DebitOfMany } from './resources/debits.ts'
export {
  CaptureFailed,
  type HoldRun,
  type HoldWish,
  type HoldWork,
  type RunningHold,
  type Short,
} from './run-hold.ts'
export { type VerifyWebhook, verifyWebhook, type WebhookEvent, WebhookRejected } from './webhooks.ts'
