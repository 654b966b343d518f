import { Fragment, type ReactNode } from 'react'
import './facts.css'

export type Fact = readonly [label: ReactNode, value: ReactNode] | false | null | undefined | ''

/** What is known of one thing, line by line. What is not known is left out. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(
        (fact, at) =>
          fact && (
            <Fragment key={at}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  )
}
