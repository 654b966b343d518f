import './skeleton.css'

/** The shape of text that is on its way, as wide as it will be and as high as a line of it. */
export function Skeleton({
  width = '100%',
  height = '1lh',
}: {
  readonly width?: string
  readonly height?: string
}) {
  return <span className="skeleton" style={{ inlineSize: width, blockSize: height }} aria-hidden="true" />
}

/** Several lines, and one word for who can't see them. */
export function Skeletons({ lines = 3, height }: { readonly lines?: number; readonly height?: string }) {
  return (
    <div className="skeletons" role="status">
      <span className="only-heard">Loading…</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton
          key={line}
          width={line % 3 === 2 ? '62%' : line % 3 === 1 ? '84%' : '100%'}
          height={height}
        />
      ))}
    </div>
  )
}
