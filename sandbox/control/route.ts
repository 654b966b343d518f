import type { Sandbox } from '../sandbox.ts'

export interface ControlCall {
  readonly sandbox: Sandbox
  readonly body: Record<string, unknown>
  readonly query: URLSearchParams
  /** What the path names, where it has a `:id`. */
  readonly id: string
}

export interface ControlRoute {
  readonly method: 'DELETE' | 'GET' | 'POST' | 'PUT'
  readonly path: string
  run(call: ControlCall): unknown
}

export const control = (
  method: ControlRoute['method'],
  path: string,
  run: ControlRoute['run'],
): ControlRoute => ({ method, path: `/_sandbox${path}`, run })
