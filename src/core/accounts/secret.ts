/** The secret of an API key, on its way to the one who asked for it. Only its hash is kept. */
export interface Secret {
  readonly text: string
  readonly sha256: Buffer
}

/** What is kept of a secret so that a person can tell keys apart. */
export const hintsOf = ({ text }: Secret) => ({ prefix: text.slice(0, 7), last_four: text.slice(-4) })
