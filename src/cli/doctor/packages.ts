import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Examination, ok, wrong } from './finding.ts'

interface Package {
  readonly version?: string
  readonly link?: boolean
  readonly optional?: boolean
}

/** Whether what is installed is what the lock file names. */
export const packages: Examination = {
  name: 'packages',
  async look({ root }) {
    const wanted = packagesIn(join(root, 'package-lock.json'))
    const present = packagesIn(join(root, 'node_modules/.package-lock.json'))
    const mend = 'Run "npm ci".'
    if (!wanted) return [wrong('package-lock.json cannot be read.', 'Check the source out anew.')]
    if (!present) return [wrong('The packages were not installed by npm to the end.', mend)]
    const amiss = Object.entries(wanted).flatMap(([path, { version, link, optional }]) => {
      if (link || !path.startsWith('node_modules/')) return []
      if (!existsSync(join(root, path))) return optional ? [] : [`${nameOf(path)} is missing`]
      const found = present[path]?.version
      return found === version ? [] : [`${nameOf(path)} is ${found ?? 'unknown'} and should be ${version}`]
    })
    if (amiss.length === 0) return [ok('The packages are those of package-lock.json.')]
    const more = amiss.length > 3 ? ` and ${amiss.length - 3} more` : ''
    return [wrong(`Of the packages ${amiss.slice(0, 3).join(', ')}${more}.`, mend)]
  },
}

const nameOf = (path: string): string => path.slice('node_modules/'.length)

function packagesIn(file: string): Readonly<Record<string, Package>> | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}
