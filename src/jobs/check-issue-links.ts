import type { Check } from '../core/issue/check.ts'
import { checkAnswers } from '../core/issue/check-answers.ts'
import type { Curation } from '../core/issue/curation.ts'
import { linksByAddress } from '../core/issue/issue-links.ts'
import type { LinkAnswer } from '../core/issue/link-answer.ts'
import { formatMoment } from '../core/text/moment.ts'
import type { LinkPorts, RememberedAnswer } from './ports.ts'

/** So many links of an issue are asked, and no more. */
const MOST = 100
const HOUR = 3_600_000

/**
 * Asks for the links of an issue, and says which are gone, silent or elsewhere. What was answered within a day is not
 * asked again, trouble within an hour; a page that was gone always is, for an editor has mended it, or its owner.
 */
export async function checkIssueLinks(
  curation: Pick<Curation, 'issue' | 'issues' | 'now'>,
  { askLink, memory, startProgress }: LinkPorts,
): Promise<Check[]> {
  const now = curation.now.getTime()
  const known = new Map([...memory.read()].filter(([, remembered]) => isFresh(remembered, now)))
  const wanted = [...linksByAddress(curation.issue).keys()].slice(0, MOST)
  const answers = new Map<string, LinkAnswer>()
  const open: string[] = []
  for (const address of wanted) {
    const remembered = known.get(address)
    if (remembered) answers.set(address, remembered.answer)
    else open.push(address)
  }
  if (open.length > 0) {
    const progress = startProgress?.(open.length)
    await Promise.all(
      open.map(async (address) => {
        const answer = await askLink(address)
        answers.set(address, answer)
        if (isWorthKeeping(answer)) known.set(address, { at: formatMoment(curation.now), answer })
        progress?.step(address)
      }),
    )
    progress?.end()
    memory.write(known)
  }
  return checkAnswers(curation, answers)
}

const isFresh = ({ at, answer }: RememberedAnswer, now: number): boolean => {
  const age = now - Date.parse(at)
  return age >= 0 && age < (answer.outcome === 'there' ? 24 : 1) * HOUR
}

/** Neither what an editor is about to mend, nor what the network here is to blame for, nor what an option opens. */
const isWorthKeeping = (answer: LinkAnswer): boolean =>
  answer.outcome === 'there' || answer.outcome === 'refused' || (answer.outcome === 'silent' && !answer.unreached)
