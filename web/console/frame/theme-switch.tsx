import { useState } from 'react'
import { Icon } from '../../ui/icon.tsx'

const KEPT_AS = 'scrip_theme'
const themes = { system: 'As the system', light: 'Light', dark: 'Dark' } as const
type Theme = keyof typeof themes

/** What was chosen; the system's own where nothing was, or nothing may be kept. */
function chosen(): Theme {
  try {
    const kept = localStorage.getItem(KEPT_AS)
    return kept === 'light' || kept === 'dark' ? kept : 'system'
  } catch {
    return 'system'
  }
}

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

show(chosen())

export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosen)
  const change = (next: Theme) => {
    show(next)
    setTheme(next)
    try {
      localStorage.setItem(KEPT_AS, next)
    } catch {
      // It holds until the page is left, then.
    }
  }
  return (
    <label className="nav-theme">
      <Icon name="spark" />
      <span className="only-heard">Colours</span>
      <select value={theme} onChange={({ target }) => change(target.value as Theme)}>
        {Object.entries(themes).map(([value, name]) => (
          <option value={value} key={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
