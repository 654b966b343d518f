import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { keys } from '../data/queries.ts'
import { signIn } from '../data/session.ts'
import { Mark } from '../frame/mark.tsx'
import { useTitle } from '../frame/use-title.ts'
import './sign-in.css'

export function SignIn() {
  useTitle('Sign in')
  const { to } = useSearch({ from: '/sign-in' })
  const router = useRouter()
  const queries = useQueryClient()
  const [key, setKey] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setFault(null)
    const why = await signIn(key.trim()).catch(() => 'The server can’t be reached. Try again in a moment.')
    setBusy(false)
    if (why !== null) return setFault(why)
    // What somebody else saw is not for whoever comes next.
    queries.clear()
    queries.setQueryData(keys.session, true)
    router.history.replace(`/console${to ?? '/'}`)
  }

  return (
    <main className="sign-in">
      <form className="sign-in-box stack" onSubmit={submit}>
        <Mark />
        <div className="stack gap-1">
          <h1>Sign in to the console</h1>
          <p className="soft">
            With a key of the operator. The first start wrote one down in credentials.json.
          </p>
        </div>
        <Field
          label="Operator key"
          type="password"
          name="key"
          placeholder="sk_…"
          autoComplete="current-password"
          autoFocus
          required
          value={key}
          fault={fault}
          onChange={({ target }) => setKey(target.value)}
        />
        <Button look="primary" type="submit" busy={busy}>
          Sign in
        </Button>
        <p className="faint small">
          You stay signed in for twelve hours after the last use, by a cookie that no script can read. Another
          key: <code>npx scrip keys create</code>
        </p>
      </form>
    </main>
  )
}
