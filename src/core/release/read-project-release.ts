import { decodeUri } from '../text/decode-uri.ts'
import { foldSpace } from '../text/plain-text.ts'
import { isUnfinished } from './project-version.ts'
import { readReleaseAddress } from './release-address.ts'

/** What is known of a release before its notes are read. */
export interface AnnouncedRelease {
  readonly title: string
  readonly url: string
  /** The title of the feed that tells it, where that is one of releases. */
  readonly feed?: string | undefined
}

export interface ReleasedVersion {
  readonly project: string
  readonly version: string
  readonly isPrerelease?: true
}

/** Characters of a version, of a part of a project, and of both: a longer one is no name that anybody calls it by. */
const LONGEST_VERSION = 40
const LONGEST_PART = 60
const LONGEST_PROJECT = 120
/** Of a title, a tag, or a name as it is handed in; longer ones are none, and take long to read. */
const LONGEST_NAME = 300

/** Numbers with points, a date, or, behind a `v`, one number; what follows may be of letters too. */
const VERSION = /(?<![\p{L}\p{N}.])(?:v?\d+(?:\.\d+)+|v\d+|\d{4}-\d{2}-\d{2})(?:[-+._~]?[a-z\d]+)*$/iu
/** What stands before the version of a build that is not meant for everybody: `nightly-1.2.3`. */
const EARLY_BUILD = /\b(?:nightly|canary|preview)\b/i
/** Words of a tag that say nothing of what is released. */
const EMPTY_WORD = /^(?:v|version|releases?|stable|tags?)$/i

/**
 * The project and the version that an entry of a feed of releases announces, by its address, on GitHub and its like, or
 * by a title like `Helm v4.0.0`; absent where nothing of it is a version (`nightly`, `latest`). A part of a repository
 * is a project of its own: `cluster-autoscaler-1.34.1`, `api/v0.20.1`.
 */
export function readProjectRelease({ title, url, feed }: AnnouncedRelease): ReleasedVersion | undefined {
  const words = cleanName(title)
  const address = readReleaseAddress(url)
  const read = splitTag(address === undefined ? words : cleanName(address.tag))
  if (read === undefined) return undefined
  const { before, version } = read
  const feedName = feed === undefined ? undefined : nameOfFeed(feed)
  const project =
    address === undefined
      ? nameOfTitle(before, feedName)
      : nameOfPart(before, { repository: cleanName(address.name), feedName, titled: splitTitle(words, version) })
  if (project === undefined || project === '' || project.length > LONGEST_PROJECT) return undefined
  return {
    project,
    version,
    ...(isUnfinished(version) || EARLY_BUILD.test(before) ? { isPrerelease: true as const } : {}),
  }
}

function splitTag(tag: string): { before: string; version: string } | undefined {
  const found = VERSION.exec(tag)
  if (!found || found[0].length > LONGEST_VERSION) return undefined
  return { before: tag.slice(0, found.index), version: found[0] }
}

/** Outside a forge a title is a version of the feed's project, with its name or without. */
function nameOfTitle(before: string, feedName: string | undefined): string | undefined {
  if (feedName === undefined) return undefined
  const own = trimName(before)
  return own === '' || lettersOf(own) === lettersOf(feedName) ? feedName : undefined
}

interface Names {
  readonly repository: string
  readonly feedName: string | undefined
  readonly titled: string
}

function nameOfPart(before: string, { repository, feedName, titled }: Names): string | undefined {
  const whole = lettersOf(repository)
  const base = [feedName, titled].find((name) => name !== undefined && isNameOf(name, repository)) ?? repository
  const words = before.split(/[-_/@\s]+/).filter((word) => word !== '' && !EMPTY_WORD.test(word))
  const part = trimName(before)
  const isWhole =
    words.length === 0 || lettersOf(words.join('')) === whole || lettersOf(words.join('')) === lettersOf(base)
  if (isWhole) return base
  if (part.length > LONGEST_PART) return undefined
  const letters = lettersOf(part)
  if ([whole + letters, letters + whole].includes(lettersOf(titled))) return titled
  const standsAlone = words.some((word) => lettersOf(word) === whole) || letters.includes(whole)
  if (!standsAlone) return `${base} ${part}`
  return lettersOf(titled) === letters ? titled : part
}

/** What stands before the version in a title: `containerd API 1.10.0`. */
function splitTitle(title: string, version: string): string {
  const at = title.indexOf(version.replace(/^v/i, ''))
  return at === -1 ? '' : trimName(title.slice(0, at).replace(/\bv$/i, ''))
}

const trimName = (text: string) =>
  text
    .replace(/^(?:(?:releases?|version)\b[-_/\s:]*)+/i, '')
    .replace(/(?:[-_/@\s:]+|\b(?:releases?|version|v))+$/i, '')
    .trim()

/** Feeds of releases are called `Helm releases`; by GitHub, `Release notes from helm`. */
const nameOfFeed = (title: string) =>
  cleanName(title)
    .replace(/^release notes from | (?:releases?|release notes|tags)$/gi, '')
    .trim()

/** Whether it is the repository's name, perhaps with words around it, and a `2` less: `Flux` of `flux2`. */
function isNameOf(name: string, repository: string): boolean {
  const [letters, own] = [lettersOf(name), lettersOf(repository).replace(/\d+$/, '')]
  return own.length > 1 && (letters.startsWith(own) || letters.endsWith(own)) && name.length <= LONGEST_PART
}

const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** Foreign text without marks of direction, which would turn round what follows. */
const cleanName = (text: string) =>
  text.length > LONGEST_NAME ? '' : foldSpace(decodeUri(text).replace(/[\u061c\u200e\u200f]/g, ''))
