import type { Face } from './key.ts'

/** The secret of an API key, on its way to the one who asked for it. Only its hash is kept. */
export interface Secret {
  readonly text: string
  readonly sha256: Buffer
}

/** How a secret is written: what it begins with, and how many random letters and digits follow. */
export interface SecretForm {
  readonly prefix: string
  readonly characters: number
}

interface FaceForms {
  readonly live: SecretForm
  /** Of a key that its face's clients know to be one for testing. */
  readonly test?: SecretForm
}

/** As each face's clients know their keys. None is guessed: the shortest has 190 random bits. */
const forms: Readonly<Record<Face, FaceForms>> = {
  native: { live: { prefix: 'sk_', characters: 43 } },
  neo: { live: { prefix: 'neo_sk_', characters: 32 } },
  vercel: { live: { prefix: '', characters: 32 } },
  hyperline: {
    live: { prefix: 'prod_', characters: 32 },
    test: { prefix: 'test_', characters: 32 },
  },
}

export const NATIVE_FORM = forms.native.live

/** Null: the face knows no keys for testing. */
export const formOf = (face: Face, test = false): SecretForm | null =>
  test ? (forms[face].test ?? null) : forms[face].live

/** The form of a key that there is, so that it is rotated to its like. */
export function formLike({
  dialect,
  prefix,
}: {
  readonly dialect: Face
  readonly prefix: string
}): SecretForm {
  const { live, test } = forms[dialect]
  return test && prefix.startsWith(test.prefix) ? test : live
}

/** What is kept of a secret so that a person can tell keys apart. */
export const hintsOf = ({ text }: Secret) => ({ prefix: text.slice(0, 7), last_four: text.slice(-4) })
