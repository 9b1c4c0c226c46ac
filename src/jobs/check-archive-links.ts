import { type ArchiveLink, listArchiveLinks } from '../core/issue/archive-links.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { LinkAnswer } from '../core/issue/link-answer.ts'
import { formatMoment } from '../core/text/moment.ts'
import type { LinkPorts, RememberedAnswer } from './ports.ts'

const DAY = 86_400_000
/** What was asked so lately is not asked again: less than a week, so that a weekly run finds everything due. */
const FRESH = 6 * DAY
/** So many are asked between two writings of what was answered: a run that is ended loses no more. */
const PORTION = 50

/** A link of the archive that has something the matter, with what was answered last. */
export interface FoundLink extends ArchiveLink {
  readonly answer: LinkAnswer
  /** Since when it is answered so. */
  readonly since: string
}

export interface ArchiveLinkReport {
  /** All links of the archive, each address once. */
  readonly links: number
  /** How many of them were asked for just now, and how many have not been in a week: their turn is yet to come. */
  readonly asked: number
  readonly waiting: number
  /** Nobody answered at all, so the network here is away; nothing was written down. */
  readonly isOffline: boolean
  /** Pages that are gone (404, 410). */
  readonly gone: readonly FoundLink[]
  /** Refused or silent, and so already when they were asked a week or more before. */
  readonly lost: readonly FoundLink[]
  /** Refused or silent for the first time: it may have been a bad day. */
  readonly doubtful: number
}

/**
 * Asks for links of all published issues: those that never were, then those that have waited longest, so many at most.
 * What was answered is kept, so that a run goes on where the last one ended; the report is about all that is known.
 *
 * @param input.limit how many are asked for, at most
 */
export async function checkArchiveLinks(
  { issues, now, limit }: { readonly issues: readonly Issue[]; readonly now: Date; readonly limit: number },
  { askLink, memory, startProgress }: LinkPorts,
): Promise<ArchiveLinkReport> {
  const links = listArchiveLinks(issues)
  const before = memory.read()
  const known = new Map(links.flatMap(({ address }) => entryOf(before, address)))
  const due = planTurns(links, known, now)
  const turn = due.slice(0, limit)
  const answers = new Map<string, LinkAnswer>()
  const progress = turn.length > 0 ? startProgress?.(turn.length) : undefined
  for (let from = 0; from < turn.length; from += PORTION) {
    const portion = turn.slice(from, from + PORTION)
    await Promise.all(
      portion.map(async ({ address }) => {
        answers.set(address, await askLink(address))
        progress?.step(address)
      }),
    )
    // Where nobody has answered yet, there may be no network, which says nothing of any link.
    if (![...answers.values()].some(hasAnswered)) continue
    for (const [address, answer] of answers) known.set(address, remember(before.get(address), answer, now))
    memory.write(known)
  }
  progress?.end()
  const isOffline = turn.length > 0 && ![...answers.values()].some(hasAnswered)
  return report(links, known, { isOffline, asked: turn.length, waiting: due.length - turn.length })
}

type Memory = ReadonlyMap<string, RememberedAnswer>

function entryOf(memory: Memory, address: string): [string, RememberedAnswer][] {
  const known = memory.get(address)
  return known === undefined ? [] : [[address, known]]
}

/** The links whose turn it is, in the order in which they are asked for. */
function planTurns(links: readonly ArchiveLink[], known: Memory, now: Date): ArchiveLink[] {
  const age = ({ address }: ArchiveLink) => {
    const last = known.get(address)
    return last === undefined ? Infinity : now.getTime() - Date.parse(last.at)
  }
  return links
    .filter((link) => age(link) >= FRESH || age(link) < 0)
    .toSorted((one, other) => compare(age(other), age(one)))
}

/** Subtraction would make no number of two that have no end. */
const compare = (one: number, other: number) => (one === other ? 0 : one < other ? -1 : 1)

const hasAnswered = ({ outcome }: LinkAnswer) => outcome !== 'silent' && outcome !== 'closed'

/** The moment since which an address is answered so is kept for as long as the answer is of one kind. */
function remember(last: RememberedAnswer | undefined, answer: LinkAnswer, now: Date): RememberedAnswer {
  const at = formatMoment(now)
  const isSame = last !== undefined && isTrouble(last.answer) === isTrouble(answer)
  return { at, answer, since: isSame ? (last.since ?? last.at) : at }
}

const isTrouble = ({ outcome }: LinkAnswer) => outcome === 'refused' || outcome === 'silent' || outcome === 'closed'

function report(
  links: readonly ArchiveLink[],
  known: Memory,
  counts: Pick<ArchiveLinkReport, 'isOffline' | 'asked' | 'waiting'>,
): ArchiveLinkReport {
  const found = links.flatMap((link): (FoundLink & { readonly at: string })[] => {
    const last = known.get(link.address)
    return last === undefined ? [] : [{ ...link, answer: last.answer, at: last.at, since: last.since ?? last.at }]
  })
  const trouble = found.filter(({ answer }) => isTrouble(answer))
  const lost = trouble.filter(({ since, at }) => Date.parse(at) - Date.parse(since) >= FRESH)
  return {
    ...{ links: links.length, ...counts },
    gone: found.filter(({ answer }) => answer.outcome === 'gone'),
    lost,
    doubtful: trouble.length - lost.length,
  }
}
