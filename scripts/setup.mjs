// Plain JavaScript: it runs before anything is installed, on whatever Node the machine has.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const MODULES = path.join(ROOT, 'node_modules')
const OUR_NODE = path.join(MODULES, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
const STAMP = path.join(MODULES, '.crowsnest-setup')
const NEEDED = 24
const HELP = `Usage: node scripts/setup.mjs [--browser]

Installs what is missing, once: the dependencies of package-lock.json, and with them Node ${NEEDED}. Runs before every
npm command of this repository, and does nothing where all is there.

  --browser  also check that a browser for the tests is there

Examples:
  node scripts/setup.mjs
  node scripts/setup.mjs --browser
`

/** An expected failure: what is wrong, and what to do. */
class SetupError extends Error {}

try {
  await setUp(process.argv.slice(2))
} catch (error) {
  if (process.env.DEBUG && error instanceof Error) console.error(error.stack)
  const message = error instanceof Error ? error.message : String(error)
  console.error(error instanceof SetupError ? message : `Setting up failed: ${message}.`)
  process.exitCode = 1
}

/** @param {string[]} args */
async function setUp(args) {
  const unknown = args.find((argument) => !['--browser', '--help'].includes(argument))
  if (args.includes('--help') || unknown) {
    if (unknown) process.exitCode = 2
    console.error(unknown ? `scripts/setup.mjs does not take ${unknown}.\n\n${HELP}` : HELP)
    return
  }
  installDependencies()
  if (args.includes('--browser')) await checkBrowser()
}

function installDependencies() {
  if (majorVersion(process.version) < 18) {
    throw new SetupError(
      `This is Node ${process.version}, which is too old to install Crowsnest. Install Node ${NEEDED}: https://nodejs.org/en/download`,
    )
  }
  const lockfile = path.join(ROOT, 'package-lock.json')
  if (!fs.existsSync(lockfile)) {
    throw new SetupError('package-lock.json is missing. Get it back with `git checkout package-lock.json`.')
  }
  const lock = fs.readFileSync(lockfile, 'utf8')
  const machine = `${process.platform}-${process.arch}`
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${machine}\n`
  if (readIfThere(STAMP) === stamp && hasNode()) return

  const reason = reasonToInstall(lock)
  if (reason !== undefined) {
    console.error(`Installing the dependencies with \`npm ci\`, because ${reason}. This takes a minute.`)
    fs.rmSync(STAMP, { force: true })
    runNpmCi()
  }
  checkNode()
  fs.writeFileSync(STAMP, stamp)
  if (reason !== undefined) console.error('The dependencies are installed.')
}

/**
 * Why an install is due; undefined where node_modules holds just what the lockfile says.
 *
 * @param {string} lock
 */
function reasonToInstall(lock) {
  if (!fs.existsSync(MODULES)) return 'node_modules is missing'
  const installed = readIfThere(path.join(MODULES, '.package-lock.json'))
  if (installed === undefined) return 'an install was begun and not finished'
  const wanted = packagesOf(lock)
  const present = packagesOf(installed)
  for (const [name, { version, optional, devOptional }] of Object.entries(wanted)) {
    if (name === '') continue
    const found = present[name]
    if (found ? found.version !== version : !(optional || devOptional)) {
      return `package-lock.json wants another ${name.replace(/^.*node_modules\//, '')} than is installed`
    }
  }
  const runtime = `node_modules/node-${process.platform}-${process.arch}`
  if (wanted[runtime] && !present[runtime] && majorVersion(process.version) < NEEDED) return 'Node 24 is missing'
  return undefined
}

/**
 * The entries of a lockfile by their place below the root.
 *
 * @param {string} text
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>}
 */
function packagesOf(text) {
  try {
    return JSON.parse(text).packages ?? {}
  } catch {
    throw new SetupError(
      'package-lock.json, or node_modules/.package-lock.json, is not JSON. Run `git checkout package-lock.json`, remove node_modules, and start again.',
    )
  }
}

/** npm of the machine, not of node_modules: that is what it is about to replace. */
function runNpmCi() {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const outside = folders.filter((folder) => path.resolve(folder) !== path.join(MODULES, '.bin'))
  const { status, error, signal } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    env: { ...process.env, PATH: outside.join(path.delimiter) },
    // What npm prints is talk: stdout belongs to the command that is to follow.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (error) {
    throw new SetupError(
      `npm could not be started (${error.message}). Install it (it comes with Node), or run \`npm ci\` yourself.`,
    )
  }
  if (status !== 0) {
    const how = signal ? `was stopped by ${signal}` : `failed with exit code ${status}`
    throw new SetupError(
      `\`npm ci\` ${how}; what it says stands above. It needs the network, or a filled npm cache, and room on the disk. Mend that, and run the same command again.`,
    )
  }
}

/** Whether the command that follows will have a Node of the right age, as far as a look at the disk can tell. */
function hasNode() {
  return fs.existsSync(OUR_NODE) || majorVersion(process.version) >= NEEDED
}

/** That a Node of the right age is there for what follows: our own from node_modules, else the user's. */
function checkNode() {
  const own = majorVersion(process.version) >= NEEDED
  if (!fs.existsSync(OUR_NODE)) {
    if (own) return
    throw new SetupError(
      `Crowsnest runs on Node ${NEEDED} or newer; this is ${process.version}, and no Node for ${process.platform}-${process.arch} comes with the dependencies. Install Node ${NEEDED}: https://nodejs.org/en/download`,
    )
  }
  const { status, stdout } = spawnSync(OUR_NODE, ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status === 0 && majorVersion(stdout) >= NEEDED) return
  throw new SetupError(
    `The Node that came with the dependencies (${OUR_NODE}) does not run here. Install Node ${NEEDED} (https://nodejs.org/en/download), then remove that file.`,
  )
}

async function checkBrowser() {
  const { findBrowser, BROWSER_REMEDY } = await import('../tests/e2e/find-browser.mjs')
  const found = await findBrowser().catch((/** @type {Error} */ error) => {
    throw new SetupError(error.message)
  })
  if (!found) throw new SetupError(`No browser for the tests was found. ${BROWSER_REMEDY}`)
}

/** @param {string} version `v24.21.0` */
function majorVersion(version) {
  return Number(/^v(\d+)/.exec(version)?.[1] ?? 0)
}

/** @param {string} file */
function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
}
