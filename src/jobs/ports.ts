import type { Item } from '../core/item/item.ts'

/** What a fetch of a feed came to. `unchanged` is a 304. */
export type Fetched =
  | {
      readonly outcome: 'ok'
      readonly body: Uint8Array
      readonly contentType: string | undefined
      /** Address that answered, after redirects. */
      readonly url: string
      /** Where a permanent redirect (301, 308) says the feed lives now. */
      readonly movedTo: string | undefined
      readonly validators: Validators
    }
  | { readonly outcome: 'unchanged'; readonly validators: Validators; readonly movedTo: string | undefined }
  | { readonly outcome: 'failed'; readonly reason: string; readonly status: number | undefined }

/** ETag and Last-Modified, byte for byte as they were sent. */
export interface Validators {
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
}

export type FetchFeed = (url: string, validators: Validators) => Promise<Fetched>

/** What is remembered of a feed between runs. */
export interface FeedState {
  readonly url: string
  readonly validators: Validators
}

export interface FeedStates {
  readonly read: (sourceId: string) => FeedState | undefined
  readonly write: (sourceId: string, state: FeedState) => void
}

/** Where items are kept; `path` is relative to `content/items/`. */
export interface ItemStore {
  readonly write: (stored: { readonly path: string; readonly item: Item }) => boolean
}
