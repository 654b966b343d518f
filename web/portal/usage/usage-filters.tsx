import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { usePortal } from '../data/portal.ts'
import { useNames } from '../data/use-names.ts'
import type { UsageSearch } from '../router.tsx'
import './filters.css'
import { TypeSelect } from './type-select.tsx'

/** They are in the address, so what is seen can be passed on and gone back to. */
export function UsageFilters({ search }: { readonly search: UsageSearch }) {
  const navigate = useNavigate()
  const { mayBuy } = usePortal()
  const { members = [] } = useNames()
  const [project, setProject] = useState(search.project ?? '')
  const [feature, setFeature] = useState(search.feature ?? '')
  const set = (more: Partial<UsageSearch>) =>
    navigate({ to: '/usage', search: { ...search, ...more }, replace: true })

  function submit(event: FormEvent) {
    event.preventDefault()
    void set({ project: project.trim() || undefined, feature: feature.trim() || undefined })
  }

  const isFiltered = Object.values(search).some((value) => value !== undefined)
  return (
    <form className="filters" onSubmit={submit}>
      <TypeSelect value={search.type} onChange={(type) => set({ type })} />
      {mayBuy && members.length > 0 && (
        <Select
          bare
          label="Member"
          value={search.member ?? ''}
          onChange={(event) => set({ member: event.target.value || undefined })}
        >
          <option value="">Every member</option>
          {members.map(({ id, email }) => (
            <option key={id} value={id}>
              {email ?? id}
            </option>
          ))}
        </Select>
      )}
      <Field
        bare
        label="Project"
        placeholder="Project"
        value={project}
        onChange={(event) => setProject(event.target.value)}
      />
      <Field
        bare
        label="Feature"
        placeholder="Feature"
        value={feature}
        onChange={(event) => setFeature(event.target.value)}
      />
      <Button type="submit">Filter</Button>
      {isFiltered && (
        <Button look="quiet" onClick={() => navigate({ to: '/usage', search: {}, replace: true })}>
          Clear
        </Button>
      )}
    </form>
  )
}
