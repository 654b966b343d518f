import { type Html, html, join, prose } from './html.ts'
import type { Json } from './openapi-schemas.ts'

/** Parameters, or the fields of a body, as a table. */
export const fieldsTable = (fields: readonly Json[]): Html =>
  html`<table><tbody>${join(
    fields,
    ({ name, required, schema, description, in: place }) => html`<tr>
<td><code>${String(name)}</code>${required ? html` <em>required</em>` : ''}</td>
<td>${typeOf(schema as Json)}${place === 'body' ? '' : html` <small>in ${String(place)}</small>`}
${typeof description === 'string' ? html`<br><small>${prose(description)}</small>` : ''}</td></tr>`,
  )}</tbody></table>`

function typeOf(schema: Json): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (typeof schema.$ref === 'string') return schema.$ref.replace('#/components/schemas/', '')
  const types = [schema.type ?? 'any'].flat().join(' | ')
  if (schema.format === 'date-time') return types.replace('string', 'date-time')
  const { minimum, maximum, maxLength, maxItems } = schema
  if (minimum !== undefined || maximum !== undefined) return `${types} ${bound(minimum)}…${bound(maximum)}`
  if (maxItems !== undefined) return `${types}, up to ${String(maxItems)}`
  return maxLength === undefined ? types : `${types}, up to ${String(maxLength)} characters`
}

const bound = (value: unknown): string => (value === undefined ? '' : String(value))

/** The example as a command to paste. */
export function curlOf(method: string, path: string, parameters: readonly Json[], body: unknown): string {
  const given = parameters.filter(({ example }) => example !== undefined)
  const inPath = given.filter((field) => field.in === 'path')
  const url = inPath.reduce<string>(
    (text, { name, example }) => text.replace(`{${name}}`, String(example)),
    path,
  )
  const query = given.filter((field) => field.in === 'query').map(({ name, example }) => `${name}=${example}`)
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$SCRIP_URL${url}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
    '-H "Authorization: Bearer $SCRIP_KEY"',
  ]
  if (body !== undefined) lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(body)}'`)
  return lines.join(' \\\n  ')
}
