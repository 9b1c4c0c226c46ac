import { type Problem, type Result, success } from '../core/text/problem.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import { type Dkim, readDkimSettings } from './dkim.ts'
import { type MailServer, parseSmtpUrl } from './mail-server.ts'
import { readSender, type Sender } from './mail-settings.ts'

/** What the environment says about the app of subscriptions. */
export interface AppSettings {
  readonly sender: Sender
  /** Where mail goes (`SMTP_URL`); without one it is written into files. */
  readonly mailServer: MailServer | undefined
  /** What mail is signed with (`DKIM_KEY` and the like); undefined where somebody else signs. */
  readonly dkim: Dkim | undefined
  /** How many proxies of ours stand before the app (`CROWSNEST_PROXIES`). */
  readonly proxies: number
  /** What editors show to read suggestions (`CROWSNEST_TOKEN`). */
  readonly token: string | undefined
}

const MOST_PROXIES = 10

/** Reads all of it, and gives all that is wrong with it. */
export function readAppSettings(
  environment: Readonly<Record<string, string | undefined>>,
  settings: SiteSettings,
): Result<AppSettings> {
  const { SMTP_URL, CROWSNEST_PROXIES, CROWSNEST_TOKEN } = environment
  const sender = readSender(environment, settings)
  const dkim = sender.ok ? readDkimSettings(environment, sender.value.from) : success(undefined)
  const mailServer = SMTP_URL?.trim() ? parseSmtpUrl(SMTP_URL) : success(undefined)
  const proxies = parseProxies(CROWSNEST_PROXIES?.trim() || '0')
  const token = parseToken(CROWSNEST_TOKEN?.trim() || undefined)
  if (!sender.ok || !mailServer.ok || !dkim.ok || !proxies.ok || !token.ok) {
    const results = [sender, mailServer, dkim, proxies, token]
    const problems: Problem[] = results.flatMap((result) => (result.ok ? [] : result.problems))
    return { ok: false, problems }
  }
  return success({
    ...{ sender: sender.value, mailServer: mailServer.value, dkim: dkim.value },
    ...{ proxies: proxies.value, token: token.value },
  })
}

/** Anybody may try tokens here, as fast as the app answers; what is shorter could be found. */
const SHORTEST_TOKEN = 16

function parseToken(text: string | undefined): Result<string | undefined> {
  if (text === undefined || (text.length >= SHORTEST_TOKEN && /^[\x21-\x7e]+$/.test(text))) return success(text)
  const problem: Problem = {
    where: 'CROWSNEST_TOKEN',
    what: `expected at least ${SHORTEST_TOKEN} letters, digits or signs without a space, which nobody can guess`,
    remedy: 'Make one: openssl rand -hex 32',
  }
  return { ok: false, problems: [problem] }
}

function parseProxies(text: string): Result<number> {
  if (/^\d+$/.test(text) && Number(text) <= MOST_PROXIES) return success(Number(text))
  const problem: Problem = {
    where: 'CROWSNEST_PROXIES',
    what: `expected how many proxies of yours a request passes, from 0 to ${MOST_PROXIES}, found ${JSON.stringify(text)}`,
    remedy: 'Set it to 1 behind one reverse proxy, and leave it out where there is none',
  }
  return { ok: false, problems: [problem] }
}
