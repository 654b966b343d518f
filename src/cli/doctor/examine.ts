import { addresses } from './addresses.ts'
import { clockSkew } from './clock-skew.ts'
import { credentialsKept } from './credentials-file.ts'
import { dataDirectory } from './data-directory.ts'
import { durability } from './durability.ts'
import { type Examination, type Finding, wrong } from './finding.ts'
import { givenSettings } from './given-settings.ts'
import { jobsLag } from './jobs-lag.ts'
import { lastChecks } from './last-checks.ts'
import { migrations } from './migrations.ts'
import { nodeVersion } from './node-version.ts'
import { packages } from './packages.ts'
import { pages } from './pages.ts'
import type { Patient } from './patient.ts'
import { portInUse } from './port-in-use.ts'
import { postgres } from './postgres.ts'
import { serverAnswers } from './server-answers.ts'
import { serverRights } from './server-rights.ts'
import { stripeKeys } from './stripe-keys.ts'
import { stripeReached } from './stripe-reached.ts'

/** From the ground up: what stands on something wrong comes after it. */
export const examinations: readonly Examination[] = [
  nodeVersion,
  packages,
  pages,
  givenSettings,
  dataDirectory,
  credentialsKept,
  portInUse,
  postgres,
  migrations,
  durability,
  serverRights,
  clockSkew,
  stripeKeys,
  stripeReached,
  addresses,
  serverAnswers,
  jobsLag,
  lastChecks,
]

export interface Told extends Finding {
  readonly check: string
}

/** Every finding as soon as it is known. One that fails doesn't keep the others from being looked at. */
export async function* examine(patient: Patient): AsyncGenerator<Told> {
  for (const examination of examinations) {
    const findings = await examination.look(patient).catch((error: Error) => [unknown(error)])
    for (const finding of findings) yield { check: examination.name, ...finding }
  }
}

const unknown = ({ message }: Error): Finding =>
  wrong(
    `It could not be looked at: ${message.split('\n')[0]}`,
    'Put right what is wrong above, and look again.',
  )
