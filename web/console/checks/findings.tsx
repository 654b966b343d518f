import type { Check } from '@scrip/sdk'
import { Link } from '@tanstack/react-router'
import { countText } from '../../ui/locale.ts'
import { plain } from '../words.ts'

export function Findings({ check: { findings, finding_count } }: { readonly check: Check }) {
  if (findings.length === 0) return null
  const more = finding_count - findings.length
  return (
    <ul className="findings">
      {findings.map(({ kind, account, credit_type, purchase, what }) => (
        <li key={`${kind} ${account} ${credit_type} ${what}`}>
          <span className="strong">{plain(kind)}</span>
          {account !== null && (
            <>
              {' '}
              <Link to="/accounts/$account" params={{ account }}>
                {account}
              </Link>
            </>
          )}
          {account !== null && purchase !== null && (
            <>
              {' '}
              <Link to="/accounts/$account/purchases/$purchase" params={{ account, purchase }}>
                {purchase}
              </Link>
            </>
          )}
          {credit_type !== null && <span className="soft"> {credit_type}</span>}
          <p className="soft small">{what}</p>
        </li>
      ))}
      {more > 0 && <li className="soft">and {countText(more)} more</li>}
    </ul>
  )
}
