import type { AnswerTo, Command } from '../../core/ledger/command.ts'
import type { Refusal } from '../../core/refusal.ts'
import type { Call } from '../../http/call.ts'

/** Gives a command to the ledger, and notes whether its outcome is the first one again. */
export async function submit<C extends Command>(call: Call, command: C): Promise<AnswerTo<C> | Refusal> {
  const { answer, replayed } = await call.store.ledger.submit(command, call.now)
  call.replayed = replayed
  return answer
}
