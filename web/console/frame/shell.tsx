import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import './common.css'
import './shell.css'
import { Mark } from './mark.tsx'
import { Nav } from './nav.tsx'

/** The way around on the side, and the page beside it; on a narrow screen the way around comes when it is asked for. */
export function Shell() {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const [open, setOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    setOpen(false)
    main.current?.focus({ preventScroll: true })
  }, [path])
  useEffect(() => {
    if (!open) return
    const close = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') setOpen(false)
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [open])
  return (
    <div className={classNames('shell', open && 'shell-open')}>
      <a className="shell-skip" href="#main">
        Skip to the page
      </a>
      <header className="shell-bar">
        <IconButton
          icon="list"
          label={open ? 'Close the menu' : 'Open the menu'}
          aria-expanded={open}
          aria-controls="nav"
          onClick={() => setOpen(!open)}
        />
        <Mark />
      </header>
      <Nav />
      <button
        type="button"
        className="shell-veil"
        tabIndex={-1}
        aria-label="Close the menu"
        onClick={() => setOpen(false)}
      />
      <main className="shell-main" id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
