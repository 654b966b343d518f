import { Html, html, type Part } from './html.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

export const SELLER = 'Scrip sandbox'

/** A whole page. */
export function layout(title: string, body: Part): Html {
  const style = new Html(`<style>${STYLE}</style>`)
  const script = new Html(`<script>${SCRIPT}</script>`)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${SELLER}</title>
<link rel="icon" href="data:,">
${style}
</head>
<body>
${body}
${script}
</body>
</html>
`
}

export const badge = html`<span class="badge">Sandbox: no real money</span>`

/** A page that says one thing. */
export function notice(title: string, text: Part, more: Part = ''): Html {
  return layout(
    title,
    html`<main class="one stack"><div class="top"><span class="seller">${SELLER}</span>${badge}</div>
<div class="panel stack"><h1>${title}</h1><p class="soft">${text}</p>${more}</div></main>`,
  )
}
