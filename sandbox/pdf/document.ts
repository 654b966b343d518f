export interface TextRun {
  readonly x: number
  /** From the top of the page. */
  readonly y: number
  readonly text: string
  readonly size: number
  readonly bold?: boolean
  readonly align?: 'left' | 'right'
  /** From 0, black, to 1, white. */
  readonly grey?: number
}

export interface Rule {
  readonly y: number
  readonly from: number
  readonly to: number
}

export interface PdfPage {
  readonly texts: readonly TextRun[]
  readonly rules: readonly Rule[]
}

export const PAGE_WIDTH = 595
export const PAGE_HEIGHT = 842

/** Writes a PDF of text and lines in the two fonts that every reader has. */
export function pdfOf(pages: readonly PdfPage[], title: string): Buffer {
  const kids = pages.map((_, index) => `${5 + index * 2} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    ...pages.flatMap((page, index) => {
      const content = contentOf(page)
      const resources = '<< /Font << /F1 3 0 R /F2 4 0 R >> >>'
      const box = `[0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}]`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Resources ${resources} /Contents ${6 + index * 2} 0 R >>`,
        `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
      ]
    }),
    `<< /Title (${escaped(title)}) /Producer (Scrip sandbox) >>`,
  ]
  return assembled(objects)
}

const font = (name: string) =>
  `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`

/** Puts the objects one after the other, with a table of where each begins. */
function assembled(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'
  const offsets = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R /Info ${objects.length} 0 R >>`
  text += `xref\n0 ${count}\n0000000000 65535 f \n${table}${trailer}\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

function contentOf({ texts, rules }: PdfPage): string {
  const lines = rules.map(
    ({ y, from, to }) => `0.8 G 0.75 w ${from} ${PAGE_HEIGHT - y} m ${to} ${PAGE_HEIGHT - y} l S`,
  )
  const words = texts.map(({ x, y, text, size, bold = false, align = 'left', grey = 0 }) => {
    const left = align === 'right' ? x - widthOf(text, size, bold) : x
    const at = `${left.toFixed(2)} ${(PAGE_HEIGHT - y).toFixed(2)} Td`
    return `BT ${grey} g /F${bold ? 2 : 1} ${size} Tf ${at} (${escaped(text)}) Tj ET`
  })
  return [...lines, ...words].join('\n')
}

const SPECIAL: Record<string, string> = {
  '€': '\x80',
  '…': '\x85',
  '–': '\x96',
  '—': '\x97',
  '’': '\x92',
  '•': '\x95',
}

/** In the fonts' encoding; what they have no letter for becomes a question mark. */
function escaped(text: string): string {
  return [...text]
    .map((letter) => SPECIAL[letter] ?? (letter.charCodeAt(0) > 255 || letter < ' ' ? '?' : letter))
    .join('')
    .replace(/[\\()]/g, '\\$&')
}

/** In thousandths of the size: figures are all alike, which is what is set to the right. */
const WIDTHS: Record<string, number> = {
  ' ': 278,
  '.': 278,
  ',': 278,
  ':': 278,
  '/': 278,
  '(': 333,
  ')': 333,
  '-': 333,
  i: 222,
  l: 222,
  j: 222,
  t: 278,
  f: 278,
  r: 333,
  I: 278,
  m: 833,
  w: 722,
  M: 833,
  W: 944,
  c: 500,
  k: 500,
  s: 500,
  v: 500,
  x: 500,
  y: 500,
  z: 500,
  T: 611,
  F: 611,
  Z: 611,
  A: 667,
  B: 667,
  E: 667,
  K: 667,
  P: 667,
  S: 667,
  V: 667,
  X: 667,
  Y: 667,
  C: 722,
  D: 722,
  H: 722,
  N: 722,
  R: 722,
  U: 722,
  G: 778,
  O: 778,
  Q: 778,
  '@': 1015,
}

function widthOf(text: string, size: number, bold: boolean): number {
  const units = [...text].reduce((sum, letter) => sum + (WIDTHS[letter] ?? 556), 0)
  return ((units * size) / 1000) * (bold ? 1.05 : 1)
}

/** Breaks a text into lines that fit a width. */
export function wrapped(text: string, size: number, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).flatMap((long) => long.match(/.{1,60}/gu) ?? [])) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(`${last} ${word}`, size, false) <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
