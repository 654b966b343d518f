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
    minutes: { value: 'N', help: 'How long it lasts; 60 unless said.' },
    revoke: { help: 'Call back every link to the account that was made until now, and make none.' },
    ...ONCE,
  },
  examples: ['portal demo', 'portal neo_demo --member ada --minutes 10 --json', 'portal demo --revoke'],
  async run({ args: [account], options, scrip, out }) {
    const { member, 'return-url': return_url, minutes, revoke, once } = options
    if (revoke) {
      const ofOne = Object.entries({ member, minutes, 'return-url': return_url })
      const said = ofOne.filter(([, value]) => value !== undefined).map(([name]) => `--${name}`)
      if (said.length > 0)
        throw new Misused(
          `--revoke calls back the links of the whole account, so it does not go with ${said.join(' or ')}.`,
        )
      const done = await scrip().portalSessions.revoke(account, under(once))
      return out.one(done, facts([['links until', `${when(done.revoked_at)} open nothing more`]]))
    }
    const wish = {
      account,
      member,
      return_url,
      expires_in_seconds: 60 * wholeNumber('--minutes', minutes ?? '60', 1, 24 * 60),
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
