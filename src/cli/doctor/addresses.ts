import type { Settings } from '../settings.ts'
import { type Examination, type Finding, ok, warn, wrong } from './finding.ts'
import { isLive, isLocal } from './is-live.ts'

/** Where buyers reach the server, and where they are sent afterwards. */
export const addresses: Examination = {
  name: 'addresses',
  async look({ settings }) {
    if (!settings) return []
    const findings = [...publicUrl(settings), ...origins(settings), ...openToAll(settings)]
    return findings.length > 0 ? findings : [ok('What is set of them fits together.')]
  },
}

function publicUrl(settings: Settings): Finding[] {
  if (!isLive(settings)) return []
  const { publicUrl } = settings
  const mend = 'Set SCRIP_PUBLIC_URL to the https:// address that buyers reach.'
  if (publicUrl === undefined)
    return [wrong('Real money moves, and where buyers reach the server is not set.', mend)]
  if (isLocal(publicUrl))
    return [wrong(`Real money moves, and SCRIP_PUBLIC_URL is ${publicUrl}, where no buyer gets.`, mend)]
  if (!publicUrl.startsWith('https:'))
    return [
      wrong(`Real money moves, and SCRIP_PUBLIC_URL is ${publicUrl}, which anybody can read along.`, mend),
    ]
  return []
}

function origins(settings: Settings): Finding[] {
  if (!isLive(settings)) return []
  const { redirectOrigins, portalOrigins } = settings
  if (redirectOrigins === undefined)
    return [
      warn(
        'Buyers may be sent anywhere after paying.',
        'Set SCRIP_REDIRECT_ORIGINS to the origins of your own pages.',
      ),
    ]
  const plain = [...redirectOrigins, ...portalOrigins].filter((origin) => !origin.startsWith('https:'))
  return plain.map((origin) =>
    warn(
      `${origin} is an origin without https.`,
      'Take it out of SCRIP_REDIRECT_ORIGINS and SCRIP_PORTAL_ORIGINS.',
    ),
  )
}

/** The local Stripe takes any card, and the demo's keys are printed. */
function openToAll({ host, stripe }: Settings): Finding[] {
  const isEverywhere = /^(0\.0\.0\.0|::)$/.test(host)
  const isOpen = isEverywhere || !isLocal(`http://${host.includes(':') ? `[${host}]` : host}`)
  if (stripe || !isOpen) return []
  return [
    warn(
      `HOST is ${host}, and whoever gets there pays with test cards.`,
      'Unset HOST, or set the keys of a Stripe of your own.',
    ),
  ]
}
