import { ExpectedError } from '../../src/core/text/problem.ts'
import { print, printJson, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { databaseUrl } from '../../src/io/open-store.ts'
import { importIntoPostgres } from '../../src/io/postgres-import.ts'
import { createProgressBar } from '../../src/io/progress-bar.ts'
import { describeRows } from './describe-rows.ts'

/** `import FILE.sqlite`: a whole store, from the file that one machine had it in, to PostgreSQL. */
export async function bringStore(
  file: string,
  { state, json, dryRun }: { readonly state: string; readonly json: boolean; readonly dryRun: boolean },
): Promise<void> {
  const url = databaseUrl(process.env)
  const name = displayPath(file)
  if (url === undefined) {
    const what = 'it is a whole store, and no list'
    const remedy = `Put it in the place of this one (npm run subscribers -- restore ${name}), or set DATABASE_URL to bring it to PostgreSQL`
    throw new ExpectedError({ where: name, what, remedy }, USAGE)
  }
  const bar = createProgressBar('importing', 1)
  try {
    const { counts, isAdopted } = await importIntoPostgres(file, {
      ...{ state, url, dryRun },
      onRows: (done, total) => {
        bar.show(done / total, `${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows`)
      },
    })
    bar.end()
    if (json) printJson({ file: name, format: 'store', dryRun, rows: counts, adopted: isAdopted })
    else if (dryRun) print(`${name} is whole: ${describeRows(counts)}. Nothing was written.`)
    else print(`${name}: ${describeRows(counts)}, all of it in PostgreSQL now.`)
    if (dryRun) return
    say('Links in mails go on working where the keys of links are the same: link-keys.json, or CROWSNEST_LINK_KEYS.')
    if (!isAdopted) say('Nothing is sent from it until you say so: npm run subscribers -- restore --adopt')
  } finally {
    bar.end()
  }
}
