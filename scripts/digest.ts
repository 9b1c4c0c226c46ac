import path from 'node:path'
import { parseUnsubscribeTemplate } from '../src/core/digest/unsubscribe-template.ts'
import { ExpectedError, take } from '../src/core/text/problem.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  print,
  printJson,
  runProgram,
  say,
  sayProblems,
} from '../src/io/command-line.ts'
import { composeMessage } from '../src/io/compose-message.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { CHECK_FAILED, USAGE } from '../src/io/exit-code.ts'
import { issueFile, readToldIssue } from '../src/io/issue-files.ts'
import { readSender } from '../src/io/mail-settings.ts'
import { writeOutbox } from '../src/io/outbox.ts'
import { readSiteSettings } from '../src/io/site-settings-file.ts'
import { renderDigest } from '../src/jobs/render-digest.ts'

interface Options {
  readonly issue: string
  readonly out: string
  readonly unsubscribe?: string
  readonly dryRun?: boolean
}

const program = addCommonOptions(createProgram('digest', 'Makes the mail of an issue: HTML, plain text, and .eml.'))
  .requiredOption('--issue <week>', 'the issue, draft or published, like 2026-W47')
  .option('--out <dir>', 'the folder to write to', 'outbox')
  .option('--unsubscribe <template>', "a link, or the placeholder of a mailing service, like '{{ unsubscribe_url }}'")
  .option('--dry-run', 'print what would be written, and write nothing')
  .addHelpText(
    'after',
    `
Examples:
  npm run digest -- --issue 2026-W47
  npm run digest -- --issue 2026-W47 --unsubscribe '{{ unsubscribe_url }}'   for Buttondown, listmonk and the like
  npm run digest -- --issue 2026-W47 --out /tmp/proof --json

MAIL_FROM and MAIL_REPLY_TO stand in for the sender of content/site.yml.`,
  )
  .action(async (options: Options) => {
    const { content, json } = commonOptions(program)
    const unsubscribe =
      options.unsubscribe === undefined ? undefined : take(parseUnsubscribeTemplate(options.unsubscribe), USAGE)
    const settings = take(readSiteSettings(content))
    const sender = take(readSender(process.env, settings), USAGE)
    const issue = take(readToldIssue(content, options.issue))
    const where = {
      issue: displayPath(issueFile(content, issue.key)),
      settings: displayPath(path.join(content, 'site.yml')),
    }
    const { files, findings } = await renderDigest(
      { issue, settings, ...sender, where, unsubscribe },
      { composeMessage },
    )

    const out = path.resolve(options.out)
    if (!options.dryRun) take(writeOutbox(out, files))
    const written = files.map(({ name, content }) => ({
      path: path.join(out, name),
      bytes: Buffer.byteLength(content),
    }))
    if (json) printJson({ issue: issue.key, files: written, dryRun: options.dryRun ?? false })
    else for (const { path: file, bytes } of written) print(`${displayPath(file)}  ${formatBytes(bytes)}`)
    if (options.dryRun) say('Nothing was written.')
    sayProblems(findings.warnings, 'warning')
    // Without a subject a draft can still be looked at; a send refuses it.
    const [fatal, rest] = [findings.errors.filter(({ field }) => field !== 'subject'), findings.errors]
    sayProblems(
      rest.filter((problem) => !fatal.includes(problem)),
      'warning',
    )
    if (fatal.length > 0) throw new ExpectedError(fatal, CHECK_FAILED)
  })

const formatBytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

await runProgram(program, process.argv.slice(2))
