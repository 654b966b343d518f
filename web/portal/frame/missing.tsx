import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'

export function Missing() {
  return (
    <Page title="Not found">
      <Card>
        <Empty
          icon="search"
          title="There is no such page"
          actions={
            <Link to="/" className={buttonClass({})}>
              To the overview
            </Link>
          }
        >
          The address may be mistyped, or what was here is gone.
        </Empty>
      </Card>
    </Page>
  )
}
