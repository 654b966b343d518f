import { command } from '../command.ts'
import { Misused } from '../exit.ts'
import { ONCE, under, wholeNumber } from '../options.ts'
import { facts, when } from '../table.ts'

export const portal = command({
  name: 'portal',
  summary: 'Print a link that opens the portal for a buyer',
  about: 'Whoever has the link is in, until it ends or all links of the account are called back.',
  args: ['ACCOUNT'],
  options: {
    member: { value: 'MEMBER', help: 'As this member, who may do what its role allows.' },
    'return-url': { value: 'URL', help: 'Where the portal leads back to.' },
    minutes: { value: 'N', help: 'How long it lasts.', usual: '60' },
    revoke: { help: 'Call back every link to the account that was made until now, and make none.' },
    ...ONCE,
  },
  examples: ['portal demo', 'portal neo_demo --member ada --minutes 10 --json', 'portal demo --revoke'],
  async run({ args: [account], options: { member, minutes, revoke, once, ...options }, scrip, out }) {
    if (revoke) {
      if (member !== undefined)
        throw new Misused(
          '--revoke calls back the links of the whole account, so it does not go with --member.',
        )
      const done = await scrip().portalSessions.revoke(account, under(once))
      return out.one(done, facts([['links until', `${when(done.revoked_at)} open nothing more`]]))
    }
    const wish = {
      ...{ account, member, return_url: options['return-url'] },
      expires_in_seconds: 60 * wholeNumber('--minutes', minutes, 1, 24 * 60),
    }
    const session = await scrip().portalSessions.create(wish, under(once))
    const { url, role, expires_at } = session
    out.one(session, [
      url,
      ...facts([
        ['as', role],
        ['until', when(expires_at)],
      ]),
    ])
  },
})
