import { ButtonLink } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { rememberedReturn } from '../data/session.ts'
import './alone.css'

/** Who comes without a link, or with one whose time is over. */
export function Gone({ wasHere }: { readonly wasHere: boolean }) {
  const back = rememberedReturn()
  return (
    <main className="alone">
      <span className="alone-icon">
        <Icon name="clock" size={22} />
      </span>
      <h1>{wasHere ? 'This link has ended' : 'This page needs a link'}</h1>
      <p className="soft">
        {wasHere
          ? 'For your safety, links to this page work for a short time only. Open it again from where you came.'
          : 'It is opened from the product whose credits it is about. Go there and choose billing or credits.'}
      </p>
      {back && (
        <ButtonLink look="primary" href={back} target="_top" icon="arrow_left">
          Back to where you came from
        </ButtonLink>
      )}
    </main>
  )
}
