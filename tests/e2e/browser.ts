import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright'
import { PATIENCE } from '../until.ts'
import { BROWSER_REMEDY, findBrowser } from './find-browser.mjs'

/** A quiet browser that asks nobody anything. The sandbox needs rights that containers and root do not give it. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-quic',
  '--disable-sync',
  '--font-render-hinting=none',
  '--hide-scrollbars',
]
/** No script of a test runs long enough to be worth making fast. */
const HASTY = '--js-flags=--no-opt'

/** A browser that can be started. */
export interface BrowserProgram {
  readonly executable: string
  /** Environment that this browser needs beside the caller's own. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * Starts the browser of the tests; the caller closes it. What waits in its tabs waits as long as `until` does.
 *
 * @param isMeasured whether its speed is that of a reader's browser, for who measures it; a test is cheaper without
 * @throws {Error} with what to do, where there is none: a test that needs a browser never passes without one
 */
export async function launchBrowser({ isMeasured = false } = {}): Promise<Browser> {
  const { executable, env } = await findBrowserProgram()
  const ours = Object.fromEntries(Object.entries(process.env).filter((entry) => entry[1] !== undefined))
  const browser = await chromium.launch({
    executablePath: executable,
    args: isMeasured ? ARGUMENTS : [...ARGUMENTS, HASTY],
    env: { ...(ours as Record<string, string>), ...env },
    timeout: PATIENCE,
  })
  return browser.on('context', (context) => {
    context.setDefaultTimeout(PATIENCE)
  })
}

/** The browser of the tests, for who starts it otherwise; throws as `launchBrowser` does. */
export async function findBrowserProgram(): Promise<BrowserProgram> {
  const found = await findBrowser()
  if (!found) throw new Error(`No browser for the tests was found. ${BROWSER_REMEDY}`)
  return found.from === 'path' ? { executable: found.executable, env: {} } : unpackBrowser()
}

/**
 * Unpacks the browser that @sparticuz/chromium carries, once for a machine, user and version. Whoever comes first
 * unpacks into a folder of its own and then renames it, so that nobody sees half a browser and no lock is left behind.
 */
export async function unpackBrowser(
  temporary = process.env.CROWSNEST_TEST_KEPT ?? os.tmpdir(),
): Promise<BrowserProgram> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const { version } = JSON.parse(fs.readFileSync(path.join(path.dirname(entry), '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const folder = path.join(temporary, `crowsnest-chromium-${version}-${os.userInfo().uid}`)
  if (!fs.existsSync(folder)) {
    const staging = fs.mkdtempSync(`${folder}-`)
    try {
      await unpackInto(staging)
      writeFontConfiguration(staging, folder)
      renameUnlessThere(staging, folder)
    } finally {
      fs.rmSync(staging, { recursive: true, force: true })
    }
  }
  if (fs.statSync(folder).uid !== os.userInfo().uid) {
    throw new Error(
      `${folder} belongs to somebody else, and is not run. Remove it, or set TMPDIR to a folder of yours.`,
    )
  }
  return {
    executable: path.join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') },
  }
}

/** In a process of its own: the package reads TMPDIR, and its import sets LD_LIBRARY_PATH for all that comes after. */
async function unpackInto(folder: string): Promise<void> {
  const script = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())"
  await promisify(execFile)(process.execPath, ['--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x', NODE_OPTIONS: '' },
  })
}

/** The package's own configuration looks for its fonts in /tmp/fonts. Only its fonts: pictures agree on all machines. */
function writeFontConfiguration(unpacked: string, folder: string): void {
  const configuration = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `  <dir>${path.join(folder, 'fonts')}</dir>`,
    `  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
  ]
  fs.writeFileSync(path.join(unpacked, 'fonts', 'fonts.conf'), `${configuration.join('\n')}\n`)
}

function renameUnlessThere(from: string, to: string): void {
  try {
    fs.renameSync(from, to)
  } catch (error) {
    if (!fs.existsSync(path.join(to, 'chromium'))) throw error
  }
}
