import { type Refusal, refuse } from '../refusal.ts'

export const slugTaken = (slug: string | null): Refusal =>
  refuse('slug_taken', `The slug ${slug} belongs to another account. Choose another one.`)
