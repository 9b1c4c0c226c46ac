/** A link that a reader suggested, with what only the app knows: where to answer. */
export interface ReaderSuggestion {
  /** 128 random bits in base64url. */
  readonly id: string
  readonly url: string
  readonly note?: string | undefined
  /** The name that they want to be called by. */
  readonly by?: string | undefined
  /** As `parseMailAddress` gives it; deleted once it was answered, or when the time of retention has passed. */
  readonly address?: string | undefined
  readonly network?: string | undefined
  readonly at: string
  readonly answer?: SuggestionAnswer | undefined
}

/** Where more links may have come from than are taken: one network, or all of them. */
export type SuggestionCap = 'network' | 'all'

/** What became of a suggestion. */
export interface SuggestionAnswer {
  readonly at: string
  /** The issue that has it, and the title it has there. */
  readonly issue: string
  readonly issueUrl: string
  readonly title: string
}
