import type { Finding } from './find-numbers.ts'
import type { ReadWords } from './read-words.ts'
import type { WordHit } from './vocabulary.ts'

/** Topics of one entry; more than these, and it is about everything. */
const MOST_TOPICS = 4
/** What a word in the title, and a category, count for; one in the text counts for one. */
const IN_TITLE = 6
const AS_CATEGORY = 5
/** In the text alone: so many mentions at least, and one in so many characters. */
const ENOUGH = 5
const CHARACTERS_A_MENTION = 750

interface Strength {
  readonly words: string[]
  readonly different: Set<string>
  outside: number
  mentions: number
}

/**
 * The topics that an entry is about, the strongest first: one that has a word in the title or as a category, or is
 * mentioned again and again in the text, in different words.
 */
export function findTopics({ title, text, titleHits, textHits, categories, categoryHits }: ReadWords): Finding[] {
  const all = new Map<string, Strength>()
  const read = (words: string, hits: readonly WordHit[], count: (strength: Strength) => void) => {
    for (const hit of hits) {
      for (const meaning of hit.means) {
        if (meaning.says !== 'topic') continue
        const strength = all.get(meaning.id) ?? { words: [], different: new Set(), outside: 0, mentions: 0 }
        all.set(meaning.id, strength)
        const found = words.slice(hit.start, hit.end)
        strength.words.push(found)
        strength.different.add(found.toLowerCase())
        count(strength)
      }
    }
  }
  read(title, titleHits, (strength) => (strength.outside += IN_TITLE))
  for (const [index, hits] of categoryHits.entries()) {
    read(categories[index] ?? '', hits, (strength) => (strength.outside += AS_CATEGORY))
  }
  read(text, textHits, (strength) => (strength.mentions += 1))
  if (all.size === 0) return []
  const enough = Math.max(ENOUGH, text.length / CHARACTERS_A_MENTION)
  return [...all]
    .filter(([, { outside, mentions }]) => outside > 0 || mentions >= enough)
    .map(([id, strength]) => ({ id, strength, weight: weigh(strength, enough) }))
    .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_TOPICS)
    .flatMap(({ id, strength }) => strength.words.map((words) => ({ tag: id, words })))
}

const weigh = ({ outside, mentions, different }: Strength, enough: number) =>
  Math.min(outside, 2 * IN_TITLE) + Math.min((4 * mentions) / enough, 8) + Math.min(different.size, 4)
