import { useEffect, useRef, useState } from 'react'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'

const PAUSE_MS = 200

/** Searches as one types, a moment after the last key; “/” comes here from anywhere on the page. */
export function SearchField({
  value,
  onSearch,
}: {
  readonly value: string
  readonly onSearch: (text: string) => void
}) {
  const [text, setText] = useState(value)
  const box = useRef<HTMLDivElement>(null)
  const said = useRef(value)

  // Somebody went back, or followed a link here.
  useEffect(() => {
    if (value === said.current) return
    said.current = value
    setText(value)
  }, [value])

  useEffect(() => {
    const wanted = text.trim()
    if (wanted === said.current) return
    const timer = setTimeout(() => {
      said.current = wanted
      onSearch(wanted)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  })

  useEffect(() => {
    const come = (event: KeyboardEvent) => {
      const { target, key } = event
      if (key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (target instanceof HTMLElement && target.closest('input, select, textarea, dialog')) return
      event.preventDefault()
      box.current?.querySelector('input')?.focus()
    }
    window.addEventListener('keydown', come)
    return () => window.removeEventListener('keydown', come)
  }, [])

  return (
    <div className="listing-search" ref={box}>
      <Field
        bare
        type="search"
        label="Search accounts"
        placeholder="Search by name, id, slug or email"
        aria-keyshortcuts="/"
        value={text}
        before={<Icon name="search" />}
        after={text === '' ? <kbd className="key">/</kbd> : undefined}
        onChange={({ target }) => setText(target.value)}
      />
    </div>
  )
}
