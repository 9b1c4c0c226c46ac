import path from 'node:path'
import { styleText } from 'node:util'
import type { Command } from 'commander'
import { describeFindings } from '../../src/core/doctor/describe-findings.ts'
import type { Finding } from '../../src/core/doctor/finding.ts'
import { hasUnicode } from '../../src/core/subscription/draw-chart.ts'
import { take } from '../../src/core/text/problem.ts'
import { commonOptions, printJson, say } from '../../src/io/command-line.ts'
import { createDnsRecords, findNameServer } from '../../src/io/dns-records.ts'
import { CHECK_FAILED, USAGE } from '../../src/io/exit-code.ts'
import { readMailInput } from '../../src/io/mail-input.ts'
import type { MailClient } from '../../src/core/doctor/mail-verification.ts'
import { readSender } from '../../src/io/mail-settings.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { scoreSpam } from '../../src/io/spam-score.ts'
import { examineMail, type OurMail } from '../../src/jobs/examine-mail.ts'

const COLOURS = { ok: 'green', warning: 'yellow', error: 'red', unknown: 'cyan', heading: 'bold' } as const

interface Options {
  readonly issue?: string
  readonly dns?: string
}

/** `doctor`: whether a send would arrive, and what became of one that has. */
export function addDoctorVerb(program: Command): void {
  const verb = program
    .command('doctor')
    .description('says whether mails would arrive, or what is wrong with one that did')
    .argument('[file]', 'a mail that has arrived, as it came (.eml); - for standard input')
    .option('--issue <week>', 'the issue to look at as a mail, like 2026-W47; the latest one, if nothing is said')
    .option('--dns <address>', 'the name server to ask in place of the system’s, like 192.0.2.1:53')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- doctor                          before the first send: settings, DNS, mail server, the mail
  npm run subscribers -- doctor --dns ns1.example        what the domain’s own server says, before others have heard of it
  npm run subscribers -- doctor received.eml             a mail as it arrived (“show original” in a mail program)
  npm run subscribers -- doctor --json | jq '.[] | select(.level == "error")'

Environment: SMTP_URL, MAIL_FROM, MAIL_REPLY_TO, MAIL_BOUNCES, DKIM_KEY or DKIM_KEY_FILE, DKIM_SELECTOR, DKIM_DOMAIN

Writes and sends nothing. Ends with 3 when something is wrong; what could not be looked at is not known, and no fault.`,
    )
    .action(async (file: string | undefined, options: Options) => {
      const { content, state, now, json } = commonOptions(verb)
      const server = options.dns === undefined ? undefined : take(await findNameServer(options.dns), USAGE)
      const dns = createDnsRecords({ server })
      // The other verbs do without what verifies mail, which takes a while to load.
      const { verifyMail } = await import('../../src/io/mail-verifier.ts')
      const { examineSetup } = await import('./examine-setup.ts')
      const mail = {
        verifyMail: (message: Uint8Array, client: MailClient | undefined) =>
          verifyMail(message, { resolve: dns.resolve, now, client }),
        scoreSpam: (message: Uint8Array) => scoreSpam(message, process.env),
      }
      if (process.stderr.isTTY) say('Asking name servers and the mail server …')
      const findings =
        file === undefined
          ? await examineSetup({ content, state, now, issue: options.issue }, { ...mail, ...dns })
          : await examineMail(
              { ...(await readMailInput(file === '-' ? file : path.resolve(file))), ours: readOurs(content), now },
              mail,
            )
      show(findings, json)
    })
}

/** What mails of this site say; a mail can be looked at where nobody has set anything. */
function readOurs(content: string): OurMail | undefined {
  const settings = readSiteSettings(content)
  const sender = settings.ok ? readSender(process.env, settings.value) : undefined
  if (!settings.ok || sender?.ok !== true) return undefined
  const { url, mail } = settings.value
  return { from: sender.value.from.address, site: url, address: mail.address?.split('\n') ?? [] }
}

function show(findings: readonly Finding[], json: boolean): void {
  const { stdout, env, platform } = process
  if (json) printJson(findings)
  else {
    const lines = describeFindings(findings, {
      width: stdout.columns ?? 100,
      unicode: hasUnicode(env, platform),
      paint: (level, text) => styleText(COLOURS[level], text, { stream: stdout }),
    })
    // What is foreign in it is escaped already; `print` would show the colours as what they are.
    stdout.write(`${lines.join('\n')}\n`)
  }
  if (findings.some(({ level }) => level === 'error')) process.exitCode = CHECK_FAILED
}
