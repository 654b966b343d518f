import { Link } from '@tanstack/react-router'
import { useTitle } from './use-title.ts'

export function NotFound() {
  useTitle('Not found')
  return (
    <div className="stack">
      <h1>There is no such page</h1>
      <p className="soft">
        <Link to="/">To the overview</Link>
      </p>
    </div>
  )
}
