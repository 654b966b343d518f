import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from '../errors.ts'
import { bodyOf } from '../http/body.ts'
import type { Sandbox } from '../sandbox.ts'
import { dashboardControls } from './dashboard.ts'
import { faultControls } from './faults.ts'
import type { ControlRoute } from './route.ts'
import { stateControls } from './state.ts'
import { webhookControls } from './webhooks.ts'

const CONTROLS = [...faultControls, ...webhookControls, ...dashboardControls, ...stateControls]

/** Answers what the sandbox is told; in JSON, both ways. */
export async function serveControl(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://sandbox')
  const send = (status: number, value: unknown) =>
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(`${JSON.stringify(value, null, 2)}\n`)
  const found = CONTROLS.find(
    (control) => control.method === request.method && idIn(control, pathname) !== undefined,
  )
  if (found === undefined)
    return void send(404, {
      error: 'Not known.',
      controls: CONTROLS.map(({ method, path }) => `${method} ${path}`),
    })
  try {
    const text = await bodyOf(request)
    const body = text === '' ? {} : JSON.parse(text)
    const told = await found.run({ sandbox, body, query, id: idIn(found, pathname) ?? '' })
    await sandbox.group.written()
    send(200, told)
  } catch (error) {
    if (error instanceof ApiError) send(error.status, { error: error.body })
    else send(400, { error: error instanceof Error ? error.message : String(error) })
  }
}

/** What stands where the path has its `:id`; the empty text where it has none. */
function idIn({ path }: ControlRoute, pathname: string): string | undefined {
  const [before = '', after] = path.split(':id')
  if (after === undefined) return path === pathname ? '' : undefined
  if (!pathname.startsWith(before) || !pathname.endsWith(after)) return undefined
  const id = pathname.slice(before.length, pathname.length - after.length)
  return id === '' || id.includes('/') ? undefined : id
}
