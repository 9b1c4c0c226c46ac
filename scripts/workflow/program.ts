import { addCommonOptions, createProgram, runProgram } from '../../src/io/command-line.ts'
import { addForgeVerbs } from './forge.ts'
import { addReviewVerb } from './review.ts'

/** `npm run workflow`: what the workflows of the repository do beyond a line of shell. */
export async function runWorkflow(args: readonly string[]): Promise<void> {
  const program = addCommonOptions(
    createProgram('workflow', 'What workflows do beyond a line of shell: reviews, comments and issues on the forge.'),
  ).addHelpText(
    'after',
    `
Examples:
  npm run workflow -- review --changed-since origin/main --out preview
  npm run workflow -- comment preview/review.json --head ada:week-48 --sha SHA --run URL --dry-run
  npm run workflow -- tell links --file links.md --title "Links that are gone" --dry-run
  npm run workflow -- nudge
  npm run workflow -- approval mail

On GitHub they take gh, GH_TOKEN and GH_REPO. docs/workflows.md says which workflow does what.`,
  )
  addReviewVerb(program)
  addForgeVerbs(program)
  await runProgram(program, args)
}
