/** The name, with the coin that it is known by. */
export function Mark() {
  return (
    <span className="mark">
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
        <rect className="mark-ground" width="20" height="20" rx="5.5" />
        <path
          className="mark-stroke"
          d="M12.9 6.9c-.5-1-1.6-1.5-2.9-1.5-1.7 0-2.9.9-2.9 2.2 0 3 6 1.6 6 4.8 0 1.4-1.3 2.3-3.1 2.3-1.5 0-2.7-.6-3.2-1.7"
        />
      </svg>
      <span className="strong">Scrip</span>
    </span>
  )
}
