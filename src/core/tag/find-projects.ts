import type { Finding } from './find-numbers.ts'
import type { Project } from './projects.ts'
import type { ReadWords } from './read-words.ts'
import type { WordHit } from './vocabulary.ts'

/** Mentions in the text that make an entry one about a project, at least a little. */
const ENOUGH = 2

interface Signs {
  readonly project: Project
  readonly words: string[]
  title: number
  text: number
  isLinked: boolean
  /** Something says that a word of common speech is the project's name here. */
  isCertain: boolean
}

/**
 * Projects that an entry is about to some degree: named in the title, named twice in the text, linked, or a category.
 * A name that is also a word counts only where a link, a name that nothing else has, or the words around it tell that
 * the project is meant.
 */
export function findProjects({
  title,
  text,
  titleHits,
  textHits,
  categories,
  categoryHits,
  links,
}: ReadWords): Finding[] {
  const all = new Map<string, Signs>()
  const signsOf = (project: Project) => {
    const signs = all.get(project.id) ?? {
      project,
      words: [],
      title: 0,
      text: 0,
      isLinked: false,
      isCertain: !project.ordinary,
    }
    all.set(project.id, signs)
    return signs
  }
  const read = (words: string, hits: readonly WordHit[], count: (signs: Signs) => void) => {
    for (const hit of hits) {
      for (const meaning of hit.means) {
        if (meaning.says !== 'project') continue
        const signs = signsOf(meaning.project)
        signs.isCertain ||= meaning.certain || isProjectHere(words, hit)
        signs.words.push(words.slice(hit.start, hit.end))
        count(signs)
      }
    }
  }
  read(title, titleHits, (signs) => (signs.title += 1))
  for (const [index, hits] of categoryHits.entries()) {
    read(categories[index] ?? '', hits, (signs) => (signs.title += 1))
  }
  read(text, textHits, (signs) => (signs.text += 1))
  for (const { link, owner } of links) {
    if (typeof owner !== 'object') continue
    const signs = signsOf(owner)
    signs.isLinked = true
    signs.isCertain = true
    signs.words.push(link)
  }
  return [...all.values()]
    .filter(({ isLinked, isCertain, title, text }) => isCertain && (isLinked || title > 0 || text >= ENOUGH))
    .sort((a, b) => weigh(b) - weigh(a))
    .flatMap(({ project, words }) => words.map((each) => ({ tag: project.id, words: each })))
}

const weigh = ({ title, text, isLinked }: Signs) => 100 * title + 10 * Number(isLinked) + Math.min(text, 9)

const BEFORE = /\b(?:CNCF|project|projects|via|install(?:ing|ed)?|deploy(?:ing|ed)?)['’]?s?\s+$/i
const AFTER =
  /^(?:['’]s)?\s+(?:v?\d+\.\d|v\d|project|operator|controller|community|maintainers?|CLI|API|CRDs?|CD\b|proxy|sidecar|plugins?|dashboard|runtime|scheduler|registry|\(?(?:a |an )?CNCF)/

/** The words around a name tell that it is one. */
function isProjectHere(text: string, { start, end }: WordHit): boolean {
  return BEFORE.test(text.slice(Math.max(0, start - 16), start)) || AFTER.test(text.slice(end, end + 24))
}
