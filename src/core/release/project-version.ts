/** Words by which a project says that a version is not meant for everybody yet. */
const EARLY = /[-.\s]?(alpha|beta|rc|pre|preview|nightly|dev)[-.\s]?\d*\b/i
/** In a version these say so too; in a title a snapshot may be one of a volume. */
const UNFINISHED = /[-.]?(canary|snapshot)[-.]?\d*\b/i

/** Whether a release says by its number that it is not the real one yet: `v1.2.0-rc.1`, `nightly`. */
export function isPrerelease({ title, url }: { readonly title: string; readonly url: string }): boolean {
  return [title, url.split('/').at(-1) ?? ''].some((text) => EARLY.test(text))
}

/** Whether a version says so: `v1.2.0-rc.1`, `v1.2.0-snapshot.4`. */
export const isUnfinished = (version: string): boolean => EARLY.test(version) || UNFINISHED.test(version)

/** The order of two versions of one project, the lower first; for `sort`. 1.10 comes after 1.9, and after 1.10.0-rc.1. */
export function compareProjectVersions(one: string, other: string): number {
  const [left, right] = [splitVersion(one), splitVersion(other)]
  for (let at = 0; at < Math.max(left.numbers.length, right.numbers.length); at++) {
    const difference = (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0)
    if (difference !== 0) return difference
  }
  const finished = Number(isUnfinished(right.rest)) - Number(isUnfinished(left.rest))
  return finished || COLLATOR.compare(left.rest, right.rest)
}

const COLLATOR = new Intl.Collator('en', { numeric: true })

function splitVersion(version: string): { numbers: number[]; rest: string } {
  const [all = '', core = ''] = /^\D*?(\d+(?:\.\d+)*)/.exec(version) ?? []
  return { numbers: core === '' ? [] : core.split('.').map(Number), rest: version.slice(all.length) }
}

/** `1.2.0` of `v1.2.0-rc.1`: what it is a way to, or itself. */
export const finalOf = (version: string): string => splitVersion(version).numbers.join('.')
