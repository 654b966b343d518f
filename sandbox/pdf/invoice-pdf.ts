import { shown } from '../amounts.ts'
import { linesOf } from '../invoices/totals.ts'
import { day, sumsOf } from '../pages/invoice-bill.ts'
import type { Invoice } from '../wire.ts'
import type { Work } from '../work.ts'
import { PAGE_HEIGHT, type PdfPage, pdfOf, type Rule, type TextRun, wrapped } from './document.ts'

const LEFT = 56
const RIGHT = 539
const BOTTOM = PAGE_HEIGHT - 90

/** An invoice on as many pages as its lines need. */
export function invoicePdf(work: Work, invoice: Invoice): Buffer {
  const sheet = new Sheet()
  head(sheet, invoice)
  for (const { amount, description, quantity } of linesOf(work, invoice)) {
    const lines = wrapped(description ?? 'Item', 10, 300)
    sheet.need(16 * lines.length + 8)
    sheet.right(shown(amount, invoice.currency), 10)
    sheet.text(380, String(quantity ?? 1), 10)
    for (const line of lines) sheet.line(line, 10, 16)
    sheet.y += 6
  }
  const sums = sumsOf(invoice)
  sheet.need(22 * sums.length + 40)
  sheet.rule()
  sums.forEach(([label, amount], index) => {
    const bold = index === sums.length - 1
    sheet.text(340, label, 10, bold)
    sheet.right(amount, 10, bold)
    sheet.y += 20
  })
  const { footer, status } = invoice
  sheet.y += 16
  sheet.line(STATES[String(status)] ?? 'Payable on its hosted page.', 11, 20)
  if (footer) for (const line of wrapped(footer, 9, RIGHT - LEFT)) sheet.line(line, 9, 14)
  return pdfOf(sheet.pages(), `Invoice ${invoice.number}`)
}

const STATES: Record<string, string> = { paid: 'Paid. Thank you.', void: 'Voided. Nothing is due.' }

function head(sheet: Sheet, invoice: Invoice): void {
  sheet.right(invoice.account_name ?? '', 11, true)
  sheet.line('Invoice', 24, 34, true)
  const facts: (readonly [string, string])[] = [
    ['Invoice number', invoice.number ?? ''],
    ['Date of issue', day(invoice.effective_at)],
    ['Date due', day(invoice.due_date ?? invoice.effective_at)],
    ['Bill to', [invoice.customer_name, invoice.customer_email].filter(Boolean).join(', ') || '—'],
  ]
  for (const [label, value] of facts) {
    sheet.text(LEFT, label, 10, false, 0.4)
    sheet.text(170, value, 10)
    sheet.y += 17
  }
  sheet.y += 20
  sheet.line(
    `${shown(invoice.total, invoice.currency)}${invoice.status === 'paid' ? ' paid' : ' due'}`,
    17,
    30,
    true,
  )
  if (invoice.description)
    for (const line of wrapped(invoice.description, 10, RIGHT - LEFT)) sheet.line(line, 10, 16)
  sheet.y += 12
  sheet.text(LEFT, 'Description', 9, false, 0.4)
  sheet.text(380, 'Qty', 9, false, 0.4)
  sheet.right('Amount', 9)
  sheet.y += 8
  sheet.rule()
}

/** Writes from the top of a page to its bottom, and goes on with a new one. */
class Sheet {
  y = 72
  #pages: { texts: TextRun[]; rules: Rule[] }[] = [{ texts: [], rules: [] }]

  need(height: number): void {
    if (this.y + height <= BOTTOM) return
    this.#pages.push({ texts: [], rules: [] })
    this.y = 72
  }

  text(x: number, text: string, size: number, bold = false, grey = 0): void {
    this.#pages.at(-1)?.texts.push({ x, y: this.y, text, size, bold, grey })
  }

  right(text: string, size: number, bold = false): void {
    this.#pages.at(-1)?.texts.push({ x: RIGHT, y: this.y, text, size, bold, align: 'right' })
  }

  line(text: string, size: number, height: number, bold = false): void {
    this.text(LEFT, text, size, bold)
    this.y += height
  }

  rule(): void {
    this.#pages.at(-1)?.rules.push({ y: this.y, from: LEFT, to: RIGHT })
    this.y += 20
  }

  /** Each with its number at the foot. */
  pages(): PdfPage[] {
    const of = this.#pages.length
    return this.#pages.map(({ texts, rules }, index) => {
      const text = `Page ${index + 1} of ${of}`
      return {
        texts: [...texts, { x: RIGHT, y: PAGE_HEIGHT - 48, text, size: 9, align: 'right', grey: 0.4 }],
        rules,
      }
    })
  }
}
