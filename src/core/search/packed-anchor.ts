/** What a part is about, packed beside its id, so that a filter holds for parts and not for whole days alone. */
export interface PartTags {
  readonly id: string
  readonly kind: string
  readonly topics: readonly string[]
}

/** `8f3c2a91d0~blog~storage~security`; an id that carries nothing else is itself. */
export function packAnchor({ id, kind, topics }: PartTags): string {
  return kind === '' && topics.length === 0 ? id : [id, kind, ...topics].join('~')
}

/** The reverse of `packAnchor`. */
export function unpackAnchor(anchor: string): PartTags {
  const [id = '', kind = '', ...topics] = anchor.split('~')
  return { id, kind, topics }
}
