import { Option } from 'commander'
import { assembleAnnouncement } from '../src/core/announce/assemble-announcement.ts'
import { type Network, NETWORKS } from '../src/core/announce/network.ts'
import { type Post, writePost } from '../src/core/announce/write-post.ts'
import { ExpectedError, take } from '../src/core/text/problem.ts'
import { readPeople } from '../src/io/author-files.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  print,
  printJson,
  runProgram,
  say,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { CHECK_FAILED } from '../src/io/exit-code.ts'
import { issueFile, readIssue } from '../src/io/issue-files.ts'
import { readSiteSettings } from '../src/io/site-settings-file.ts'

interface Options {
  readonly issue: string
  readonly network?: readonly Network[]
  readonly draft?: boolean
}

const program = addCommonOptions(createProgram('announce', 'Prints posts about an issue, to paste; it posts nothing.'))
  .requiredOption('--issue <week>', 'the issue, like 2026-W47')
  .addOption(new Option('--network <name...>', 'these alone; one alone is printed as it is').choices(NETWORKS))
  .option('--draft', 'print those of an issue that is not out yet, each marked')
  .addHelpText(
    'after',
    `
Examples:
  npm run announce -- --issue 2026-W47
  npm run --silent announce -- --issue 2026-W47 --network mastodon | xclip -selection clipboard
  npm run announce -- --issue 2026-W47 --json    with what a program that posts needs: facets, escaped text, alt text

Hashtags stand in content/site.yml (hashtags).`,
  )
  .action(({ issue: key, network, draft = false }: Options) => {
    const { content, json } = commonOptions(program)
    const settings = take(readSiteSettings(content))
    const { issue } = take(readIssue(content, key))
    const announcement = assembleAnnouncement(issue, settings, readPeople(content))
    if (announcement.draft && !draft) {
      const what = `this issue is not out yet (${issue.status}), and its address leads nowhere`
      const remedy = 'Publish it first, or look at its posts with --draft'
      throw new ExpectedError({ where: displayPath(issueFile(content, issue.key)), what, remedy }, CHECK_FAILED)
    }
    const posts = NETWORKS.filter((name) => network?.includes(name) ?? true).map((name) =>
      take(writePost(announcement, name)),
    )
    const { url, picture } = announcement
    if (json) return printJson({ issue: issue.key, url, draft: announcement.draft, picture, posts })
    if (posts.length === 1) print(posts.map(({ text }) => text).join(''))
    else print(posts.map((post) => `${describe(post)}\n\n${post.text}`).join('\n\n\n'))
    say(`\nPicture: ${picture.url}\nIn words, for those who do not see it: ${picture.alt}`)
    if (announcement.draft) say('This is a draft: its address leads nowhere yet.')
  })

const describe = ({ network, length, most, unit }: Post) => `== ${network}: ${length} of ${most} ${unit} ==`

await runProgram(program, process.argv.slice(2))
