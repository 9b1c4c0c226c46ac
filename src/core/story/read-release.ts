import type { Item } from '../item/item.ts'
import { decodeUri } from '../text/decode-uri.ts'
import { wordsOf } from '../text/word-runs.ts'

/** What a version number says of a release: how much it changes. */
export type ReleaseStep = 'major' | 'minor' | 'patch' | 'pre-release' | 'unknown'

export interface Release {
  /** `owner/name` of the repository on GitHub. */
  readonly project: string
  readonly step: ReleaseStep
  /** The part of the project that it is of (`cmd/config`, `cinder csi`), where it is not of the whole. */
  readonly part?: string
}

const ADDRESS = /^https?:\/\/(?:www\.)?github\.com\/([^/]+\/[^/]+)\/releases\/tag\/([^?#]+)/i
const VERSION = /(?<![\d.])v?(\d+)\.(\d+)(?:\.(\d+))?([^\s/]*)/i
/** What semantic versioning and its neighbours put behind a number that is not final. */
const NOT_FINAL = /^[-.+_]?(?:\d+[-.])?(?:alpha|beta|a|b|rc|pre|preview|nightly|dev|canary|snapshot)(?:\b|\d|[-.])/i
/** Words of a tag that say nothing of what is released. */
const EMPTY_WORDS = new Set(['release', 'releases', 'version', 'v', 'stable'])

/** What a release on GitHub is of, and how big a step its version number says it is; nothing for any other item. */
export function readRelease({ url }: Pick<Item, 'url'>): Release | undefined {
  const [, project, path] = ADDRESS.exec(url) ?? []
  if (project === undefined || path === undefined) return undefined
  const tag = decodeUri(path)
  const version = VERSION.exec(tag)
  const named = new Set(wordsOf(project.replace(/[-_/.]/g, ' ')))
  const whole = project.toLowerCase().split('/')[1] ?? ''
  const part = wordsOf((version ? tag.slice(0, version.index) : tag).replace(/[-_]/g, ' '))
    .filter((word) => !named.has(word) && word !== whole && !EMPTY_WORDS.has(word))
    .join(' ')
  return { project: project.toLowerCase(), step: stepOf(version), ...(version && part !== '' ? { part } : {}) }
}

function stepOf(version: RegExpExecArray | null): ReleaseStep {
  if (!version) return 'unknown'
  const [, , minor, patch = '0', rest = ''] = version
  if (NOT_FINAL.test(rest)) return 'pre-release'
  if (Number(patch) > 0) return 'patch'
  return Number(minor) > 0 ? 'minor' : 'major'
}
