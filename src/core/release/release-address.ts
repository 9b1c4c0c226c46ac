import { decodeUri } from '../text/decode-uri.ts'

const ON_GITHUB = /^github\.com\/([^/]+\/[^/]+)\/(?:releases\/tag|releases|tags)\/./
/** GitHub, and the forges whose addresses are like its: Gitea, GitLab. */
const ON_FORGE =
  /^https?:\/\/[^/]+\/([^/?#]+)\/([^/?#]+)\/(?:-\/)?(?:releases\/tag|releases|tags)\/([^?#]+?)\/*(?:[?#]|$)/i

/** `owner/name` of the repository on GitHub whose release an item is; absent for anything else. */
export function releasedProject({ url }: { readonly url: string }): string | undefined {
  return ON_GITHUB.exec(url.toLowerCase().replace(/^https?:\/\/(www\.)?/, ''))?.[1]
}

export interface ReleaseAddress {
  readonly owner: string
  /** Of the repository. */
  readonly name: string
  readonly tag: string
}

/** What the address of a release's page says; absent for any other address. */
export function readReleaseAddress(url: string): ReleaseAddress | undefined {
  const [, owner, name, tag] = ON_FORGE.exec(url) ?? []
  if (owner === undefined || name === undefined || tag === undefined) return undefined
  return { owner: decodeUri(owner), name: decodeUri(name), tag: decodeUri(tag) }
}
