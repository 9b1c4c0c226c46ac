import { releasedProject } from '../release/release-address.ts'
import { markdownToText } from '../text/markdown-text.ts'
import { wordRuns, wordsOf } from '../text/word-runs.ts'
import { type Check, curateCommand, shorten } from './check.ts'
import type { Curation } from './curation.ts'
import { splitIssueBody } from './issue-body.ts'
import type { Issue, Pick } from './issue.ts'
import { createArchive, latestIssues, REPEAT_WINDOW } from './pool.ts'

/** What share of its word runs makes a note a repetition. */
const REPEATED = 0.5
const RUN = 8

/** What stands in earlier issues already: picks, and the note. */
export function checkArchive({ issue, issues, earlier }: Curation): Check[] {
  const curate = curateCommand({ issue, issues })
  const ranIn = recentArchive(earlier)
  const found = issue.picks.flatMap((pick): Check[] => {
    const before = pick.again === undefined && !mayRunAgain(pick) ? ranIn(pick) : undefined
    if (!before) return []
    return [
      {
        level: 'error',
        check: 'ran-before',
        pick: pick.id,
        message: `"${shorten(pick.title)}" ran in ${before.key} already`,
        remedy: `${curate} drop ${pick.id}, or say why: ${curate} set ${pick.id} --again REASON`,
      },
    ]
  })
  const repeated = findRepeatedNote(issue, earlier)
  if (repeated) {
    found.push({
      level: 'error',
      check: 'note-repeated',
      message: `The note repeats that of ${repeated.key}`,
      remedy: `${curate} note TEXT`,
    })
  }
  return found
}

const archives = new WeakMap<readonly Issue[], ReturnType<typeof createArchive>>()

/** What the latest of earlier issues ran; made once for a list of them, as the desk checks after every command. */
function recentArchive(earlier: readonly Issue[]): ReturnType<typeof createArchive> {
  const known = archives.get(earlier)
  if (known) return known
  const archive = createArchive(latestIssues(earlier, REPEAT_WINDOW))
  archives.set(earlier, archive)
  return archive
}

/** Proposals, events, calls and lines of releases come back by their nature. */
function mayRunAgain({ section, kind, url }: Pick): boolean {
  const isProposal = url !== undefined && /github\.com\/kubernetes\/enhancements\/|\bkeps?\b/i.test(url)
  const isRelease = kind === 'release' || section === 'release-watch' || section === 'subproject-releases'
  const isCall = kind === 'event' || section === 'events-and-calls'
  return isProposal || isCall || isRelease || (url !== undefined && releasedProject({ url }) !== undefined)
}

function findRepeatedNote(issue: Issue, earlier: readonly Issue[]): Issue | undefined {
  const own = splitIssueBody(issue.body).note
  const text = markdownToText(own)
  const words = wordsOf(text).join(' ')
  if (words === '') return undefined
  const runs = wordRuns(text, RUN)
  const rough = withoutAddresses(own)
  const [roughWords, roughRuns] = [wordsOf(rough).join(' '), wordRuns(rough, RUN)]
  // Parsing years of notes takes longer than all other checks: first a look at their words as they stand.
  const isAlike = (other: string) =>
    !roughRuns.isDisjointFrom(wordRuns(other, RUN)) || wordsOf(other).join(' ') === roughWords
  return earlier.find((other) => {
    const note = splitIssueBody(other.body).note
    if (!isAlike(withoutAddresses(note))) return false
    const theirs = markdownToText(note)
    if (wordsOf(theirs).join(' ') === words) return true
    const shared = wordRuns(theirs, RUN).intersection(runs).size
    return runs.size > 0 && shared / runs.size >= REPEATED
  })
}

/** Markdown without the addresses of its links, whose words nobody reads. */
const withoutAddresses = (markdown: string) => markdown.replace(/\]\([^)]*\)/g, ']')
