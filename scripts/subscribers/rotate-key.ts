import fs from 'node:fs'
import type { Command } from 'commander'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { linkKeysFile, readLinkKeys, rotateLinkKeys } from '../../src/io/link-keys.ts'

/** `rotate-key`: links of mails to come are signed with another key. */
export function addRotateKeyVerb(program: Command): void {
  const verb = program
    .command('rotate-key')
    .description('signs links with a new key from now on; links that are in mails go on working')
    .option('--dry-run', 'say which keys there are, and make none')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- rotate-key

Keys lie in link-keys.json in the state folder; a server that runs reads them at its start, so start it again. Where they
are in CROWSNEST_LINK_KEYS, put a new one before the others there. A key that is taken away takes with it every link that
it signed: who has such a mail cannot leave by it.`,
    )
    .action(({ dryRun = false }: { readonly dryRun?: boolean }) => {
      const { state, json } = commonOptions(verb)
      const given = process.env.CROWSNEST_LINK_KEYS
      if (given !== undefined && given.trim() !== '') {
        const what = 'the keys are there, and not in the state folder'
        const remedy = 'Put a new one before the others: k2:<43 characters of base64url, of 32 random bytes>,k1:…'
        throw new ExpectedError({ where: 'CROWSNEST_LINK_KEYS', what, remedy }, USAGE)
      }
      const file = linkKeysFile(state)
      const before = fs.existsSync(file) ? take(readLinkKeys({}, state)).map(({ id }) => id) : []
      const added = dryRun ? undefined : take(rotateLinkKeys(state))
      const ids = added === undefined ? before : take(readLinkKeys({}, state)).map(({ id }) => id)
      if (json) printJson({ dryRun, signs: ids[0] ?? null, verify: ids })
      else if (added === undefined)
        print(`${displayPath(file)}: ${ids.join(', ') || 'no key yet'}. Nothing was changed.`)
      else print(`${displayPath(file)}: ${added} signs links from now on; ${ids.slice(1).join(', ')} still count.`)
      if (added !== undefined)
        say('Start the server again, so that it reads them, and back the file up with the store.')
    })
}
