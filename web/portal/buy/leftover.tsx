import { Link } from '@tanstack/react-router'
import { amountText, moneyText } from '../../ui/amount-text.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useNames } from '../data/use-names.ts'
import type { Intent } from './intent.ts'

interface LeftoverProps {
  readonly intent: Intent
  readonly finish: () => void
  readonly drop: () => void
}

/** Decided upon earlier, and left before there was an answer. What becomes of it is for its buyer to say. */
export function Leftover({ intent: { body, currency }, finish, drop }: LeftoverProps) {
  const names = useNames()
  const price = moneyText(body.expected_amount ?? '0', currency)
  return (
    <Notice
      tone="warn"
      title={`An earlier purchase of ${amountText(body.amount)} ${names.type(body.credit_type)} for ${price} may not have gone through`}
      actions={
        <>
          <Button small onClick={finish}>
            Finish paying {price}
          </Button>
          <Button small look="quiet" onClick={drop}>
            Drop it
          </Button>
        </>
      }
    >
      If it was paid after all, finishing it shows that and charges nothing more. Before you drop it, see
      whether it is among your <Link to="/purchases">purchases</Link>.
    </Notice>
  )
}
