import { Badge, type Tone } from '../../ui/badge.tsx'
import { plain } from '../words.ts'

interface StateProps<K extends string> {
  readonly of: Readonly<Record<K, readonly [text: string, tone: Tone]>>
  readonly is: K
}

/** A state in its word and its colour; one that a newer server knows and this page doesn't, in plain words. */
export function State<K extends string>({ of, is }: StateProps<K>) {
  const [text, tone] = of[is] ?? [plain(is), 'neutral']
  return <Badge tone={tone}>{text}</Badge>
}
