import { addCommonOptions, createProgram, runProgram } from '../../src/io/command-line.ts'
import { addAddVerb } from './add.ts'
import { addCheckVerb } from './check.ts'
import { addInspectVerb } from './inspect.ts'
import { addListVerb } from './list.ts'
import { addOpmlVerbs } from './opml.ts'
import { addRetireVerbs } from './retire.ts'

/** `npm run sources`: its verbs, and what a person types after them. */
export async function runSources(args: readonly string[]): Promise<void> {
  const program = addCommonOptions(
    createProgram('sources', 'The feeds that we follow, or have followed: content/sources, one file a source.'),
  ).addHelpText(
    'afterAll',
    `
Examples:
  npm run sources -- list
  npm run sources -- add kubernetes.io/blog --org Kubernetes --dry-run
  npm run sources -- add https://planet.example/ --id planet --weight 2 --include kubernetes "service mesh"
  npm run sources -- import feeds.opml
  npm run sources -- export --out feeds.opml
  npm run sources -- check kubernetes-blog lwkd
  npm run sources -- retire lwkd --reason "Its last number came out in March"
  npm run sources -- resume lwkd
  npm run sources -- inspect https://kubernetes.io/feed.xml`,
  )
  for (const add of [addListVerb, addCheckVerb, addInspectVerb, addAddVerb, addOpmlVerbs, addRetireVerbs]) add(program)
  await runProgram(program, args)
}
