import { command } from '../command.ts'
import { wholeNumber } from '../options.ts'
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
  },
  examples: ['portal demo', 'portal neo_demo --member ada --minutes 10 --json', 'portal demo --revoke'],
  async run({ args: [account], options: { member, minutes, revoke, ...options }, scrip, out }) {
    if (revoke) {
      const done = await scrip().portalSessions.revoke(account)
      return out.one(done, facts([['links until', `${when(done.revoked_at)} open nothing more`]]))
    }
    const session = await scrip().portalSessions.create({
      ...{ account, member, return_url: options['return-url'] },
      expires_in_seconds: 60 * wholeNumber('--minutes', minutes, 1, 24 * 60),
    })
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
