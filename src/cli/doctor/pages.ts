import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Examination, ok, wrong } from './finding.ts'

export const pages: Examination = {
  name: 'pages',
  async look({ root }) {
    const missing = ['portal', 'console'].filter(
      (name) => !existsSync(join(root, 'web/dist', name, 'index.html')),
    )
    if (missing.length === 0) return [ok('The portal and the console are built.')]
    const are = missing.length === 1 ? 'is' : 'are'
    const what = `The pages of the ${missing.join(' and the ')} ${are} not built.`
    return [wrong(what, 'Run "node bin/setup.js", and start the server again.')]
  },
}
