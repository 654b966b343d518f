// A gateway before a language model: it sets aside what an answer may cost at most, streams the answer, and captures
// what it did cost. It runs wherever there are Request and Response: Node, Deno, Bun, Cloudflare Workers.
import { fromMicro, isRefusal, type Scrip } from '../src/index.ts'

/** The model: pieces of text, each with the tokens that it took. */
export type Model = (
  prompt: string,
  options: { readonly maxTokens: number; readonly signal: AbortSignal },
) => AsyncIterable<{ readonly text: string; readonly tokens: number }>

export interface GatewayOptions {
  readonly scrip: Scrip
  readonly model: Model
  /** Whoever asks, by your own sign-in. */
  readonly accountOf: (request: Request) => string
  readonly log: (message: string, error: unknown) => void
}

/** What the platform gives with a request, where it ends a worker as soon as the answer is read. */
export interface Context {
  readonly waitUntil?: (work: Promise<unknown>) => void
}

const MAX_TOKENS = 2_000
/** Credits for one token, in millionths: 0.0015 credits. A bigint, because money is no float. */
const TOKEN_MICRO = 1_500n

const costOf = (tokens: number): string => fromMicro(BigInt(tokens) * TOKEN_MICRO)

/** Whether the reader is still there. */
const isRead = (written: Promise<void>): Promise<boolean> =>
  written.then(
    () => true,
    () => false,
  )

export function gateway({ scrip, model, accountOf, log }: GatewayOptions) {
  return async (request: Request, context: Context = {}): Promise<Response> => {
    const { prompt } = (await request.json()) as { readonly prompt: string }
    const account = accountOf(request)
    const answer = Promise.withResolvers<Response>()
    const wish = { credit_type: 'gateway', amount: costOf(MAX_TOKENS), feature: 'chat' }

    const run = scrip.holds.run(account, wish, async (hold) => {
      // The credits are set aside, so the answer can begin.
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
      answer.resolve(new Response(readable, { headers: { 'content-type': 'text/plain; charset=utf-8' } }))
      const writer = writable.getWriter()
      const encoder = new TextEncoder()
      let tokens = 0
      try {
        for await (const piece of model(prompt, { maxTokens: MAX_TOKENS, signal: hold.signal })) {
          tokens += piece.tokens
          // Said again with each piece, so that a reader who goes away pays for what there was.
          hold.costs(costOf(tokens), { tokens })
          if (!(await isRead(writer.write(encoder.encode(piece.text))))) return
        }
        if (tokens === 0) hold.costs('0')
      } catch (error) {
        // What the model broke off nobody pays for: thrown on, the error releases the hold.
        await writer.abort(error).catch(() => {})
        throw error
      }
      await isRead(writer.close())
    })

    const settled = run.catch((error: unknown) => {
      // Before the hold this is why there is no answer; after it, a failed model or a failed capture.
      answer.reject(error)
      if (!isRefusal(error)) log('The answer was not charged.', error)
    })
    // The capture comes after the last byte of the answer.
    context.waitUntil?.(settled)
    return answer.promise.catch(refused)
  }
}

/** What the product tells its own user. */
function refused(error: unknown): Response {
  if (!isRefusal(error)) return Response.json({ error: 'try_again' }, { status: 503 })
  switch (error.code) {
    case 'insufficient_credits':
      return Response.json({ error: 'out_of_credits', detail: error.detail }, { status: 402 })
    case 'account_spending_cap_reached':
    case 'user_spending_cap_reached':
    case 'project_spending_cap_reached':
    case 'key_spending_cap_reached':
      return Response.json({ error: 'cap_reached', detail: error.detail }, { status: 429 })
    default:
      return Response.json({ error: 'try_again' }, { status: 503 })
  }
}
