import { existsSync, statSync } from 'node:fs'
import { credentialsFile } from '../credentials.ts'
import { type Examination, ok, warn, wrong } from './finding.ts'

export const credentialsKept: Examination = {
  name: 'credentials',
  async look({ dataDir, credentials, settings }) {
    const file = credentialsFile(dataDir)
    if (!existsSync(file)) {
      const made = 'The first start on a new database writes them.'
      return [ok(`There is no ${file}. ${made}`)]
    }
    if (!credentials?.operator_key)
      return [
        wrong(
          `${file} cannot be read as JSON with an operator_key.`,
          'Put it back from a backup, or remove it and run "scrip keys create --direct".',
        ),
      ]
    const { mode } = statSync(file)
    if ((mode & 0o077) !== 0)
      return [wrong(`Other users can read ${file}, and with it every key in it.`, `Run "chmod 600 ${file}".`)]
    if (settings?.stripe && credentials.neo)
      return [
        warn(
          `${file} has keys to the demo's accounts, and a Stripe of your own is set.`,
          'Revoke them with "scrip keys list" and "scrip keys revoke", or begin on a new database.',
        ),
      ]
    return [ok(`Only this user can read ${file}.`)]
  },
}
