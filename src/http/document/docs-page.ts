import { curlOf, fieldsTable } from './docs-parts.ts'
import { type Html, html, join, prose } from './html.ts'
import type { OpenApi, Operation } from './openapi.ts'
import type { Json } from './openapi-schemas.ts'

/** The documentation as one page, made from the OpenAPI document: no script, nothing from elsewhere. */
export function docsPage(document: OpenApi, json = '/openapi.json'): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? 'Other')
  const { title, version, description } = document.info
  const schemes = Object.values(document.components.securitySchemes)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} API</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<nav aria-label="Operations">
<a class="home" href="#top">${title} <small>${version}</small></a>
${join([...byTag], ([tag, entries]) => navOf(tag, entries))}
<h2><a href="#refusals">Refusals</a></h2>
</nav>
<main id="top">
<header>
<h1>${title} API</h1>
<p>${prose(description)}</p>
<p>Whoever calls shows who it is:</p>
<ul>${join(schemes, ({ description }) => html`<li>${prose(description)}</li>`)}</ul>
<p>The same document is at <a href="${json}">${json}</a>, for tools.</p>
</header>
${join([...byTag], ([tag, entries]) => html`<h2 class="tag">${tag}</h2>${join(entries, sectionOf)}`)}
<section id="refusals"><h2 class="tag">Refusals</h2>${refusalsTable(operations)}</section>
</main>
</body>
</html>`
  return page.text
}

interface Entry {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

const navOf = (tag: string, entries: readonly Entry[]): Html => html`<h2>${tag}</h2>
<ul>${join(
  entries,
  ({ method, operation }) =>
    html`<li><a href="#${operation.operationId}"><b class="${method}">${method}</b>${operation.summary}</a></li>`,
)}</ul>`

function sectionOf({ path, method, operation }: Entry): Html {
  const { operationId, summary, description = '', parameters, requestBody, responses } = operation
  const body = contentOf(requestBody)
  const [status = '200', success] = Object.entries(responses)[0] ?? []
  const answer = contentOf(success)
  const refusals = refusalsIn(operation)
  return html`<section id="${operationId}">
<h3>${summary}</h3>
<p class="route"><b class="${method}">${method}</b> <code>${path}</code></p>
${description === '' ? '' : html`<p>${prose(description)}</p>`}
<p class="roles">Who may: ${operation['x-roles'].join(', ')}</p>
<div class="columns"><div>
${parameters.length === 0 ? '' : html`<h4>Parameters</h4>${fieldsTable(parameters)}`}
${body === null ? '' : html`<h4>Body</h4>${fieldsTable(bodyFields(body.schema as Json))}`}
<h4>Refusals</h4>
<p class="codes">${join(refusals, ([code, { description: codes }]) => codesOf(code, String(codes)))}</p>
</div><div>
<h4>Request</h4><pre>${curlOf(method, path, parameters, body?.example)}</pre>
<h4>Answer <span class="status">${status}</span></h4><pre>${JSON.stringify(answer?.example, null, 2)}</pre>
</div></div>
</section>`
}

const codesOf = (status: string, codes: string): Html =>
  html`<span class="status">${status}</span> ${join(
    codes.split(', '),
    (code) => html`<a href="#${code}">${code}</a> `,
  )}`

/** The first kind of content, whatever it is. */
function contentOf(holder: Json | undefined): Json | null {
  const content = Object.values((holder?.content ?? {}) as Json)[0]
  return (content as Json | undefined) ?? null
}

function bodyFields(schema: Json): Json[] {
  const required = new Set(schema.required as string[] | undefined)
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Json>>
  return Object.entries(properties).flatMap(([name, inner]) => {
    const field = {
      name,
      in: 'body',
      required: required.has(name),
      schema: inner,
      description: inner.description,
    }
    const nested = inner.type === 'object' ? inner : ((inner.items as Json | undefined) ?? null)
    const within = nested?.properties ? bodyFields(nested) : []
    const mark = inner.type === 'array' ? `${name}[].` : `${name}.`
    return [field, ...within.map((one) => ({ ...one, name: `${mark}${String(one.name)}` }))]
  })
}

const refusalsIn = ({ responses }: Operation) =>
  Object.entries(responses).filter(([status]) => Number(status) >= 400)

function refusalsTable(entries: readonly Entry[]): Html {
  const rows = new Map<string, { status: string; title: string }>()
  for (const { operation } of entries)
    for (const [status, response] of refusalsIn(operation)) {
      const examples = (contentOf(response)?.examples ?? {}) as Readonly<Record<string, { value: Json }>>
      for (const [code, { value }] of Object.entries(examples))
        rows.set(code, { status, title: String(value.title ?? '') })
    }
  const sorted = [...rows].sort(
    ([a, left], [b, right]) => Number(left.status) - Number(right.status) || (a < b ? -1 : 1),
  )
  return html`<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>${join(
    sorted,
    ([code, { status, title }]) =>
      html`<tr id="${code}"><td><code>${code}</code></td><td><span class="status">${status}</span></td><td>${title}</td></tr>`,
  )}</tbody></table>`
}
