import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../ui/ui.css'
import { App } from './app.tsx'

// Another link, opened where the portal is already shown, changes what is behind the # alone.
addEventListener('hashchange', () => location.hash.startsWith('#session=') && location.reload())

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
