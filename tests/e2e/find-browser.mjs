// Plain JavaScript, for scripts/setup.mjs asks it too, on whatever Node the machine has.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * Where the browser of the tests comes from: a program on the disk, or the package that carries a packed one.
 *
 * @typedef {{ from: 'path', executable: string } | { from: 'package' }} FoundBrowser
 */

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const SYSTEM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** What to do where no browser is found. */
export const BROWSER_REMEDY =
  'Run `npx playwright install chromium`, or set BROWSER_PATH to a Chromium or Chrome that is there.'

/**
 * Finds a browser without starting or unpacking one: BROWSER_PATH, the packed one on Linux x64, Playwright's own, the
 * system's.
 *
 * @param {object} [world]
 * @param {Record<string, string | undefined>} [world.env]
 * @param {string} [world.platform] `linux-x64`
 * @param {(file: string) => boolean} [world.exists]
 * @param {(name: string) => boolean} [world.hasPackage]
 * @param {() => Promise<string>} [world.playwrightsOwn] where Playwright would keep its Chromium
 * @returns {Promise<FoundBrowser | undefined>}
 * @throws {Error} where BROWSER_PATH names no file: what somebody asked for is never replaced in silence
 */
export async function findBrowser({
  env = process.env,
  platform = `${process.platform}-${process.arch}`,
  exists = existsSync,
  hasPackage = isInstalled,
  playwrightsOwn = async () => (await import('playwright')).chromium.executablePath(),
} = {}) {
  const wanted = env.BROWSER_PATH
  if (wanted) {
    if (exists(wanted)) return { from: 'path', executable: wanted }
    throw new Error(`BROWSER_PATH is ${wanted}, and no such file exists. Correct it, or unset it.`)
  }
  if (platform === 'linux-x64' && hasPackage('@sparticuz/chromium')) return { from: 'package' }
  const own = hasPackage('playwright') ? await playwrightsOwn() : ''
  if (own !== '' && exists(own)) return { from: 'path', executable: own }
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '')
  const candidates = folders.flatMap((folder) => SYSTEM_NAMES.map((name) => path.join(folder, name)))
  const executable = [...candidates, ...SYSTEM_PLACES].find(exists)
  return executable === undefined ? undefined : { from: 'path', executable }
}

/** @param {string} name */
function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}
