import { addCommonOptions, createProgram, runProgram } from '../../src/io/command-line.ts'
import { addBackupVerbs } from './backup.ts'
import { addBouncesVerb } from './bounces.ts'
import { addDoctorVerb } from './doctor.ts'
import { addEraseVerb } from './erase.ts'
import { addExportVerb } from './export.ts'
import { addImportVerb } from './import.ts'
import { addRetentionVerb } from './retention.ts'
import { addRotateKeyVerb } from './rotate-key.ts'
import { addStatsVerb } from './stats.ts'

/** `npm run subscribers`: its verbs, and what a person types after them. */
export async function runSubscribers(args: readonly string[]): Promise<void> {
  const program = addCommonOptions(
    createProgram('subscribers', 'Looks after the list of subscribers in the state folder.'),
  ).addHelpText(
    'after',
    `
Examples:
  npm run subscribers -- stats
  npm run subscribers -- import subscribed_email_audience_export_1a2b3c.csv --dry-run
  npm run subscribers -- export --only confirmed --out confirmed.csv
  npm run subscribers -- erase reader@example.org
  npm run subscribers -- backup backups/monday.sqlite
  npm run subscribers -- doctor

Nothing here sends a mail to anybody. Each verb has more: npm run subscribers -- import --help`,
  )
  const verbs = [addStatsVerb, addImportVerb, addExportVerb, addEraseVerb, addRetentionVerb, addRotateKeyVerb]
  for (const add of [...verbs, addBouncesVerb, addBackupVerbs, addDoctorVerb]) add(program)
  await runProgram(program, args)
}
