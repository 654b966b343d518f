#!/usr/bin/env node
// Installs what package-lock.json names, if it isn't installed yet, and builds the pages. Runs before every npm script,
// on whatever Node (20 or later) the machine has, so it uses nothing but Node itself.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, linkSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWeb } from './build-web.js'

const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.scrip-setup')
const ownNode = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

export async function setUp() {
  const major = Number.parseInt(process.versions.node, 10)
  if (major < 20) return fail(`Scrip needs Node 20 or later to set itself up; this is ${process.version}.`)
  const release = await takeTurn()
  try {
    if (!isStamped()) {
      if (!isInstalled()) install()
      writeFileSync(stampFile, stamp())
    }
    const trouble = buildWeb(root, ownNode)
    if (trouble !== undefined) fail(`The pages in web/ could not be built:\n${trouble}`)
  } finally {
    release()
  }
}

function stamp() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`
}

function isStamped() {
  return existsSync(ownNode) && read(stampFile) === stamp()
}

/**
 * npm writes its own list of what it installed as the last thing it does; where that agrees with
 * package-lock.json, somebody ran npm by hand, and there is nothing to do.
 */
function isInstalled() {
  if (!existsSync(ownNode)) return false
  try {
    const wanted = JSON.parse(read(join(root, 'package-lock.json')) ?? '').packages
    const present = JSON.parse(read(join(modules, '.package-lock.json')) ?? '').packages
    return Object.entries(wanted).every(([path, { version, optional, link }]) => {
      if (path === '' || link || !path.startsWith('node_modules/')) return true
      if (!existsSync(join(root, path))) return optional === true
      return present[path]?.version === version
    })
  } catch {
    return false
  }
}

function install() {
  process.stdout.write('Installing the packages of package-lock.json (npm ci); this is done once.\n')
  rmSync(stampFile, { force: true })
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--no-progress']
  let done = npm(['ci', ...options, '--loglevel=error'])
  // A registry that lacks a package for some other platform makes npm ci call the lock file incomplete. This
  // takes the same versions from it and minds only what this platform needs.
  if (/EUSAGE/.test(done.stderr ?? '')) done = npm(['install', '--no-save', ...options, '--loglevel=error'])
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`)
    fail(
      `npm failed${done.error ? `: ${done.error.message}` : ''}; put right what it says and run this again.`,
    )
  }
  // Where npm is set to run no install scripts, the package of Node 24 has not fetched its program yet.
  if (!existsSync(ownNode) || spawnSync(ownNode, ['--version']).status !== 0) {
    const directory = join(modules, 'node')
    const script = join(directory, 'installArchSpecificPackage.js')
    const fetched = spawnSync(outerNode(), [script], {
      cwd: directory,
      env: outerEnvironment(),
      encoding: 'utf8',
    })
    if (!existsSync(ownNode) || spawnSync(ownNode, ['--version']).status !== 0) {
      fail(`Node 24 could not be installed: ${fetched.stderr || fetched.error?.message || ownNode}`)
    }
  }
}

function npm(args) {
  const settings = { cwd: root, env: outerEnvironment(), stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' }
  const script = process.env.npm_execpath
  if (script?.endsWith('npm-cli.js')) return spawnSync(outerNode(), [script, ...args], settings)
  return spawnSync('npm', args, { ...settings, shell: process.platform === 'win32' })
}

/** The machine's Node, not the one in node_modules, which npm ci is about to remove. */
function outerNode() {
  if (!realpathSync(process.execPath).startsWith(modules + sep)) return process.execPath
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const directories = outerEnvironment().PATH.split(delimiter)
  return directories.map((directory) => join(directory, name)).find(existsSync) ?? process.execPath
}

function outerEnvironment() {
  const path = (process.env.PATH ?? '').split(delimiter)
  const outer = path.filter((directory) => !directory.includes(`${sep}node_modules${sep}`))
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(lifecycle|package|config_local)/.test(name),
  )
  return { ...Object.fromEntries(kept), PATH: outer.join(delimiter), NODE_ENV: 'development' }
}

/** One set-up at a time: two would tear down each other's node_modules, or build into the same folder. */
async function takeTurn() {
  const file = join(
    tmpdir(),
    `scrip-setup-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`,
  )
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, `${process.pid} ${startOf(process.pid)}\n`)
  let said = false
  for (;;) {
    try {
      // Linked, not written: so the lock never exists without its holder's name in it.
      linkSync(mine, file)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = read(file)
    if (holder !== undefined && !isAlive(holder)) {
      // Removed only while it still names the dead one, since another waiter may have been quicker.
      if (read(file) === holder) rmSync(file, { force: true })
      continue
    }
    if (!said) process.stdout.write('Waiting for another set-up of this folder to finish.\n')
    said = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  rmSync(mine, { force: true })
  return () => rmSync(file, { force: true })
}

function isAlive(holder) {
  const [pid, start] = holder.trim().split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  return startOf(pid) === start
}

/** When a process started, which tells it from a later one of the same id; where there is no /proc, a dash. */
function startOf(pid) {
  const stat = read(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-'
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function fail(line) {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
  throw new SetupFailed()
}

class SetupFailed extends Error {}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await setUp().catch((error) => {
    if (!(error instanceof SetupFailed)) throw error
  })
}
