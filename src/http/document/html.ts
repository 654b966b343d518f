/** Text that is HTML already, told from text that has to be escaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

/** A template whose values are escaped unless they are HTML themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  let text = strings[0] ?? ''
  values.forEach((value, i) => {
    text += (value instanceof Html ? value.text : escaped(value)) + (strings[i + 1] ?? '')
  })
  return new Html(text)
}

/** A sentence of the documentation, whose `code` is shown as such. */
export const prose = (text: string): Html =>
  new Html(escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>'))

export const join = <T>(items: readonly T[], show: (item: T) => Html): Html =>
  new Html(items.map((item) => show(item).text).join(''))
