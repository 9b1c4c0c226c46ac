import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { linkKeysFile } from '../../src/io/link-keys.ts'
import { backUpStore } from '../../src/io/store-backup.ts'
import { databaseUrl, openStore } from '../../src/io/open-store.ts'
import { storeFile } from '../../src/io/store-files.ts'
import { assertDatabase, inspectStore } from '../../src/io/store-inspection.ts'
import { restoreStore } from '../../src/io/store-restore.ts'
import { noStore, hasStore } from '../../src/io/with-store.ts'
import { describeRows } from './describe-rows.ts'

/** `backup FILE` and `restore FILE`: the store in one file, and back. */
export function addBackupVerbs(program: Command): void {
  addBackupVerb(program)
  addRestoreVerb(program)
}

function addBackupVerb(program: Command): void {
  const verb = program
    .command('backup')
    .argument('<file>', 'the file to write')
    .description('copies the store into one file, while the server goes on')
    .option('--force', 'replace the file where there is one')
    .option('--dry-run', 'look the store through, and write nothing')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- backup backups/monday.sqlite
  npm run subscribers -- backup backups/latest.sqlite --force

The copy is whole, as of one moment, was read through, and nobody else may read it: it has every address in it. The keys
that links are signed with are a file of their own, link-keys.json in the state folder: keep a copy of that, too.`,
    )
    .action((name: string, { force = false, dryRun = false }: { force?: boolean; dryRun?: boolean }) => {
      const { state, json } = commonOptions(verb)
      assertFile('backup', 'Dump it: pg_dump --format=custom --schema=crowsnest --file=FILE "$DATABASE_URL"')
      if (!hasStore(state)) throw new ExpectedError(noStore(state), NOTHING_TO_DO)
      const file = path.resolve(name)
      const counts = dryRun ? inspectStore(storeFile(state)) : backUpStore(state, file, { replace: force })
      if (json) printJson({ file: displayPath(file), dryRun, rows: counts })
      else if (dryRun) print(`The store is whole: ${describeRows(counts)}. Nothing was written.`)
      else print(`${displayPath(file)}: ${describeRows(counts)}, ${size(file)}.`)
      if (!dryRun && fs.existsSync(linkKeysFile(state))) {
        say(`The keys of links are not in it: keep a copy of ${displayPath(linkKeysFile(state))}, too.`)
      }
    })
}

interface RestoreOptions {
  readonly adopt?: boolean
  readonly dryRun?: boolean
}

function addRestoreVerb(program: Command): void {
  const verb = program
    .command('restore')
    .argument('[file]', 'what `backup` has written; or the store itself, to send from it')
    .description('puts a backup in the place of the store')
    .option('--adopt', 'and send issues from it: no other copy does, and what it does not know of was not sent')
    .option('--dry-run', 'look the file through, and change nothing')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- restore backups/monday.sqlite
  npm run subscribers -- restore backups/monday.sqlite --adopt

End the server and all that sends first. The store that is there is kept beside, under another name. A backup does not know
what was sent after it was made, so nothing is sent from it until --adopt says that it may; the same stands for a store that
was copied to another machine. With DATABASE_URL set, --adopt alone says it of that database; what pg_dump has written,
pg_restore puts back.`,
    )
    .action(async (name: string | undefined, { adopt = false, dryRun = false }: RestoreOptions) => {
      const { state, now, json } = commonOptions(verb)
      if (name === undefined) {
        if (adopt && !dryRun && databaseUrl(process.env) !== undefined) return adoptDatabase(json)
        const what = 'the file that `backup` has written is missing'
        throw new ExpectedError({ where: 'restore', what, remedy: 'Name it: restore FILE' }, USAGE)
      }
      const dump = 'Put a dump back: pg_restore --dbname="$DATABASE_URL" FILE; then restore --adopt'
      assertFile('restore', `${dump}. A file of SQLite comes in by: npm run subscribers -- import FILE`)
      const file = path.resolve(name)
      if (dryRun) {
        assertDatabase(file)
        const counts = inspectStore(file)
        if (json) printJson({ file: displayPath(file), dryRun, rows: counts })
        else print(`${displayPath(file)} is whole: ${describeRows(counts)}. Nothing was changed.`)
        return
      }
      const { counts, replaced, wasAdopted = false } = restoreStore(file, state, { adopt, now })
      if (json) {
        const rest = replaced === undefined ? {} : { replaced: displayPath(replaced) }
        printJson({ file: displayPath(file), dryRun, rows: counts, adopted: adopt, wasAdopted, ...rest })
      } else {
        print(`${displayPath(storeFile(state))}: ${describeRows(counts)}.`)
        if (replaced !== undefined) print(`What was there before is now ${displayPath(replaced)}.`)
        if (adopt) print(wasAdopted ? ADOPTED_BEFORE : 'Sends go from it.')
      }
      if (wasAdopted) process.exitCode = NOTHING_TO_DO
      if (!fs.existsSync(linkKeysFile(state))) {
        say(
          `There is no ${displayPath(linkKeysFile(state))}: without the keys of before, links in old mails lead nowhere.`,
        )
      }
      if (!adopt) say('Nothing is sent from it until you say so: the same again, with --adopt.')
    })
}

/** @throws ExpectedError where the store is no file */
function assertFile(command: string, remedy: string): void {
  if (databaseUrl(process.env) === undefined) return
  const what = 'the store is in PostgreSQL (DATABASE_URL), and this is for the file in the state folder'
  throw new ExpectedError({ where: command, what, remedy }, USAGE)
}

/** Should it be the wrong one, its operator has to be told that nothing became of the right one. */
const ADOPTED_BEFORE = 'Sends go from it already, and nothing was changed: if you meant another store, name that one.'

async function adoptDatabase(json: boolean): Promise<void> {
  const store = await openStore(process.env, '')
  try {
    const wasAdopted = (await store.checkAdoption()) === undefined
    if (wasAdopted) process.exitCode = NOTHING_TO_DO
    else await store.adopt()
    if (json) printJson({ store: store.where, adopted: true, wasAdopted })
    else {
      print(`PostgreSQL ${store.where}: ${wasAdopted ? `adopted before. ${ADOPTED_BEFORE}` : 'sends go from it.'}`)
      print('A server that was started before it was adopted sends when it is started again.')
    }
  } finally {
    await store.close()
  }
}

const size = (file: string) => `${(fs.statSync(file).size / 1_000_000).toFixed(1)} MB`
