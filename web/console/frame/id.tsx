import { useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import './id.css'

/** An id as it is, and a button that copies it, since people paste them elsewhere. */
export function Id({ children }: { readonly children: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(children).catch(() => {})
    setCopied(true)
  }
  return (
    <span className="id">
      <code>{children}</code>
      <IconButton
        icon={copied ? 'check' : 'copy'}
        label={copied ? 'Copied' : 'Copy'}
        onClick={() => void copy()}
      />
    </span>
  )
}
