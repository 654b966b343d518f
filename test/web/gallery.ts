import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Lists the pictures of docs/screenshots in docs/screenshots.md. */
const docs = join(import.meta.dirname, '..', '..', 'docs')
const END = '-light.png'

const names = readdirSync(join(docs, 'screenshots'))
  .filter((file) => file.endsWith(END))
  .map((file) => file.slice(0, -END.length))
  .sort()

const sections = [
  { title: 'The portal', is: /^portal-(?!phone-)/ },
  { title: 'The portal on a phone', is: /^portal-phone-/ },
  { title: 'The console', is: /^console-/ },
]

function row(name: string, is: RegExp): string {
  const words = name.replace(is, '').replaceAll('-', ' ')
  const title = words.charAt(0).toUpperCase() + words.slice(1)
  const pictures = ['light', 'dark'].map(
    (scheme) => `![${title}, ${scheme}](screenshots/${name}-${scheme}.png)`,
  )
  return `| ${[title, ...pictures].join(' | ')} |`
}

const table = ({ title, is }: { title: string; is: RegExp }) =>
  [`## ${title}`, '', '| page | light | dark |', '| --- | --- | --- |']
    .concat(names.filter((name) => is.test(name)).map((name) => row(name, is)))
    .join('\n')

const head = `# Every page, in light and dark

Made anew by \`npm run screenshots\`, out of a demo that the script furnishes through the API.
`
writeFileSync(join(docs, 'screenshots.md'), `${head}\n${sections.map(table).join('\n\n')}\n`)
