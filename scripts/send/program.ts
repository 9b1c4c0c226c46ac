import { InvalidArgumentError, Option } from 'commander'
import { ExpectedError } from '../../src/core/text/problem.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  parseCount,
  parseMoment,
  runProgram,
} from '../../src/io/command-line.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { sendToReaders } from './issue.ts'
import type { SendFlags } from './options.ts'
import { sendProofs } from './proof.ts'

/** `npm run send`: to all readers, or a copy by hand. */
export async function runSend(args: readonly string[]): Promise<void> {
  const program = addCommonOptions(createProgram('send', 'Sends an issue to its readers, or a copy of it by hand.'))
    .requiredOption('--issue <week>', 'the issue, like 2026-W47')
    .option('--to <address...>', 'a copy for these addresses alone, also of a draft; may be repeated')
    .option('--resume', 'go on with a send that was begun')
    .option('--retry-failed', 'go on, and try those again who failed')
    .option('--sign-anew', 'with either of them: sign the rest with the key that is set here now, or with none')
    .addOption(
      new Option(
        '--on-unknown <what>',
        'mails that may have arrived: leave them, or send them again (default: hold)',
      ).choices(['hold', 'retry']),
    )
    .option('--not-after <iso>', 'nothing goes after this moment (default: 24 hours after it was begun)', parseMoment)
    .option('--rate <n>', 'mails a second, at most', parseRate, 10)
    .option('--connections <n>', 'connections to the mail server, at most', parseCount(1, 100), 5)
    .option('--watch', 'with DATABASE_URL: leave the work to npm run worker, and tell how far it is')
    .option('--check-live', 'begin only if readers see the issue as it stands here, on the page that the mail leads to')
    .option('--no-addresses', 'tell how many are left without, and not who: for logs that others read')
    .option('--yes', 'do not ask before sending (nothing is asked without a terminal)')
    .option('--dry-run', 'print who would get what, or where a send stands, and send nothing')
    .addHelpText(
      'after',
      `
Examples:
  npm run send -- --issue 2026-W47 --to me@example.org         a copy for yourself, first
  npm run send -- --issue 2026-W47 --dry-run                   what would go, to how many
  npm run send -- --issue 2026-W47                             to everybody who has confirmed
  npm run send -- --issue 2026-W47 --check-live                likewise, but only if the site shows what is sent
  npm run send -- --issue 2026-W47 --resume                    go on where it was ended
  npm run send -- --issue 2026-W47 --resume --dry-run --json   where it stands, and who is missing
  npm run send -- --issue 2026-W47 --retry-failed
  npm run send -- --issue 2026-W47 --resume --on-unknown retry

Environment:
  SMTP_URL       the mail server: smtp://host:587 or smtps://user:password@host:465
  MAIL_FROM      the sender, in place of that of content/site.yml; MAIL_REPLY_TO and MAIL_BOUNCES likewise
  DKIM_KEY_FILE  the key that signs the mails, with DKIM_SELECTOR; DKIM_KEY is the key itself, and DKIM_DOMAIN says
                 whose it is, where that is not the domain of the sender. Without them the mail server signs, or nobody.
                 What a send began with holds for all who take part in it, until --sign-anew

Who gets an issue, and what they get, is frozen when its send begins. It can be ended at any time (Ctrl-C, also a power
cut) and goes on with --resume: nobody is left out, and nobody gets it twice, unless you say --on-unknown retry. Each of
--resume, --retry-failed and --not-after is about a send that was begun, --not-after also about one that begins.

With DATABASE_URL, every npm run worker on the same database takes part, and all together hold --rate; this one works,
too, unless you say --watch. Ctrl-C stops the send for all of them, until --resume; SIGTERM ends this one, and the
others go on.
Ends with 1 where somebody is left without it, with 4 where everybody has it, with 130 when it was interrupted.`,
    )
    .action(async (options: SendFlags) => {
      const common = commonOptions(program)
      if (options.checkLive && (options.resume || options.retryFailed)) {
        throw new ExpectedError(
          {
            where: '--check-live',
            what: 'it is about a send that begins; the rest get what was frozen then, whatever the page says now',
            remedy: 'Leave it out',
          },
          USAGE,
        )
      }
      if (options.signAnew && !options.resume && !options.retryFailed && options.to === undefined) {
        throw new ExpectedError(
          {
            where: '--sign-anew',
            what: 'it is about a send that was begun; one that begins is signed with what is set here',
            remedy: 'Add --resume, or leave it out',
          },
          USAGE,
        )
      }
      if (options.to === undefined) {
        const given = (['content', 'state', 'rate', 'connections'] as const).filter(
          (name) => program.getOptionValueSource(name) === 'cli',
        )
        const ahead = common.now.getTime() - Date.now()
        await sendToReaders(options, { ...common, given, clock: () => new Date(Date.now() + ahead) })
        return
      }
      const others = {
        resume: options.resume,
        'retry-failed': options.retryFailed,
        'sign-anew': options.signAnew,
        'on-unknown': options.onUnknown,
        watch: options.watch,
        'check-live': options.checkLive,
      }
      const misplaced = Object.entries({ ...others, 'not-after': options.notAfter }).filter(
        ([, value]) => value !== undefined,
      )
      if (misplaced.length > 0) {
        throw new ExpectedError(
          misplaced.map(([name]) => ({
            where: `--${name}`,
            what: 'it is about a send to all readers, and --to is a copy by hand that no send knows of',
            remedy: `Leave --${name} or --to out`,
          })),
          USAGE,
        )
      }
      await sendProofs(options, options.to, common)
    })

  await runProgram(program, args)
}

/** Mails a second; below 1 for one in several. */
function parseRate(text: string): number {
  const rate = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || rate < 0.1 || rate > 100_000) {
    throw new InvalidArgumentError('expected mails a second, from 0.1 to 100000.')
  }
  return rate
}
