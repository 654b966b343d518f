#!/usr/bin/env node
// The `scrip` command, for whatever Node the machine has: sets up, then hands over to the project's Node 24.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)))
const setup = spawnSync(process.execPath, [join(root, 'bin', 'setup.js')], { stdio: ['ignore', 2, 2] })
if (setup.status !== 0) process.exit(setup.status ?? 1)

const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
// Left alone, Node lets its heap grow to several times what is in use before it collects.
const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const main = [...config.node_flags.split(' '), join(root, 'src', 'main.ts'), ...process.argv.slice(2)]

// The sources are read once, and what came of it is kept.
const env = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...process.env }
const child = spawn(node, main, { stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
