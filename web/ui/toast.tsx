import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import './toast.css'

export interface Toast {
  readonly text: string
  readonly tone?: 'good' | 'bad'
  /** To be followed in another tab. It stays until then. */
  readonly link?: { readonly text: string; readonly url: string }
}

type Shown = Toast & { readonly id: number }

const STAYS_MS = 6_000

const Show = createContext<(toast: Toast) => void>(() => {})

/** Says that something is done, at the edge and for a moment. What has to be acted on stands in the page instead. */
export const useToast = (): ((toast: Toast) => void) => useContext(Show)

export function Toasts({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([])
  const count = useRef(0)
  const show = useCallback((toast: Toast) => {
    count.current += 1
    setShown((before) => [...before.slice(-2), { ...toast, id: count.current }])
  }, [])
  const drop = useCallback((id: number) => setShown((before) => before.filter((one) => one.id !== id)), [])
  return (
    <Show.Provider value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {shown.map((toast) => (
          <ToastCard key={toast.id} toast={toast} drop={drop} />
        ))}
      </div>
    </Show.Provider>
  )
}

function ToastCard({ toast, drop }: { readonly toast: Shown; readonly drop: (id: number) => void }) {
  const { id, text, tone = 'good', link } = toast
  const [held, setHeld] = useState(false)
  const hasLink = link !== undefined
  useEffect(() => {
    if (held || hasLink) return
    const timer = setTimeout(() => drop(id), STAYS_MS)
    return () => clearTimeout(timer)
  }, [id, held, hasLink, drop])
  return (
    <div
      className={`toast toast-${tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <Icon name={tone === 'good' ? 'check' : 'warning'} />
      <span>
        {text}
        {link && (
          <>
            {' '}
            <a href={link.url} target="_blank" rel="noopener noreferrer" onClick={() => drop(id)}>
              {link.text}
            </a>
          </>
        )}
      </span>
      <IconButton icon="cross" label="Dismiss" onClick={() => drop(id)} />
    </div>
  )
}
