import './meter.css'

interface MeterProps {
  /** From 0 to 1. */
  readonly share: number
  /** What it says in words: "120 of 500 credits". */
  readonly label: string
  /** Whether being full is something to mind. */
  readonly minds?: boolean
}

export function Meter({ share, label, minds = false }: MeterProps) {
  const tone = !minds || share < 0.8 ? '' : share < 1 ? ' meter-near' : ' meter-full'
  return (
    // biome-ignore lint/a11y/useSemanticElements: the browsers' own can hardly be styled.
    <div
      className={`meter${tone}`}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={label}
    >
      <span style={{ inlineSize: `${Math.max(share > 0 ? 1.5 : 0, share * 100)}%` }} />
    </div>
  )
}
