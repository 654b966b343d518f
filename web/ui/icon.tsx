import './icon.css'

/** Strokes on a field of 16 by 16. */
const paths = {
  arrow_left: 'M9.5 3.5 5 8l4.5 4.5M5.2 8H13',
  arrow_out: 'M6 4h6v6M12 4 4.5 11.5',
  bank_card:
    'M2 5.5A1.5 1.5 0 0 1 3.5 4h9A1.5 1.5 0 0 1 14 5.5v5a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 10.5zM2 7h12M4.5 9.8h2',
  bars: 'M3 13V8.5M6.4 13V4M9.7 13V6.8M13 13V3',
  check: 'm3.2 8.6 3.2 3.1L12.8 4.6',
  chevron_down: 'm4 6.2 4 4 4-4',
  chevron_right: 'm6.2 4 4 4-4 4',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.5',
  coins: 'M6.2 10.4a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4zM10.6 6.1a4.2 4.2 0 1 1-4.5 5.6',
  copy: 'M6 6h6.5v7.5H6zM3.5 10V2.5H10',
  cross: 'm4 4 8 8M12 4l-8 8',
  document: 'M4 2h5.2L12.5 5.3V14H4zM9 2.2V5.6h3.3M6.2 8.4h4M6.2 10.9h4',
  download: 'M8 2.5v7.2M4.9 6.8 8 9.9l3.1-3.1M3 13h10',
  gauge: 'M2.6 11.8a6 6 0 1 1 10.8 0M8 9.5l2.6-3.2',
  home: 'M2.5 7.4 8 2.8l5.5 4.6M4 6.4v6.8h8V6.4',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.4v3.5M8 5.1v.1',
  key: 'M6 9.8a3.4 3.4 0 1 0-.1 0zM8.3 8.9l4.7 4.6M11 11.4l1.4-1.4',
  list: 'M5.5 4H13M5.5 8H13M5.5 12H13M3 4h.1M3 8h.1M3 12h.1',
  minus: 'M3.5 8h9',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  people:
    'M6 7.5a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8zM1.8 13.2c.3-2.4 2-3.7 4.2-3.7s3.9 1.3 4.2 3.7M10.6 3a2.2 2.2 0 0 1 .1 4.2M12 9.8c1.3.5 2 1.6 2.2 3.4',
  plus: 'M8 3.5v9M3.5 8h9',
  receipt: 'M3.5 2.2h9v11.6l-1.5-1-1.5 1-1.5-1-1.5 1-1.5-1-1.5 1zM6 5.5h4M6 8.3h4',
  repeat: 'M3 7.2A5.2 5.2 0 0 1 12.3 5M13 8.8A5.2 5.2 0 0 1 3.7 11M12.6 2.3V5.2H9.7M3.4 13.7v-2.9h2.9',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.4 3.4',
  shield: 'M8 1.9 13 3.8v3.9c0 3-2 5.3-5 6.4-3-1.1-5-3.4-5-6.4V3.8z',
  sign_out: 'M6.5 2.8H3.2v10.4h3.3M10 5l3 3-3 3M6.3 8H13',
  spark: 'M8 2l1.4 4.6L14 8 9.4 9.4 8 14 6.6 9.4 2 8l4.6-1.4z',
  table: 'M2.5 3.2h11v9.6h-11zM2.5 6.4h11M6.6 6.4v6.4',
  trash: 'M3 4.3h10M6.3 4.2V2.6h3.4v1.6M4.2 4.5l.6 9h6.4l.6-9M6.7 7v4M9.3 7v4',
  warning: 'M8 2.4 14.2 13.2H1.8zM8 6.4v3.2M8 11.3v.1',
} as const

export type IconName = keyof typeof paths

/** A picture beside words; it says nothing by itself, so it is not read out. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
