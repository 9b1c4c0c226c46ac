import type { SectionId } from '../issue/section.ts'
import type { Palette } from '../text/palette.ts'

/** An issue as a mail: all that its HTML and its plain text say, in order, with nothing left to look up. */
export interface Digest {
  /** The issue's key, `2026-W47`. */
  readonly issue: string
  readonly draft: boolean
  /** Name and tagline of the publication. */
  readonly name: string
  readonly tagline: string
  /** BCP 47. */
  readonly language: string
  /** Subject line of the mail, and the line that mail programs show after it (may be empty). */
  readonly subject: string
  readonly preheader: string
  readonly title: string
  /** `No. 12`, the day, how many picks, how many minutes. */
  readonly facts: readonly string[]
  /** The issue on the web. */
  readonly url: string
  /** What a reader finds before all else, for whom the mail does not look right, say. */
  readonly top: DigestLink
  /** The editor's note, markdown. */
  readonly note: string
  readonly sections: readonly DigestSection[]
  /** What the editor wrote under headings that name no section, markdown. */
  readonly asides: readonly { readonly title: string; readonly text: string }[]
  /** Dated corrections of this issue and, after them, what it tells of earlier ones. */
  readonly corrections: readonly DigestCorrection[]
  /** Sentences about who made the issue. */
  readonly credits: readonly string[]
  readonly links: readonly DigestLink[]
  /** Why one gets this mail. */
  readonly reason: string
  /** A link, or the placeholder that a mailing service fills in; it goes out verbatim. */
  readonly unsubscribe: string | undefined
  /** The sender's postal address, by line. */
  readonly address: readonly string[]
  /** The letters whose flags stand beside the name. */
  readonly hoist: readonly string[]
  readonly colours: Palette
}

export interface DigestLink {
  readonly text: string
  readonly url: string
}

export interface DigestCorrection {
  /** `10 March 2026` */
  readonly day: string
  /** What was wrong: a pick, an earlier issue, or a pick of it; none for the issue at hand as a whole. */
  readonly about: DigestLink | undefined
  /** Inline markdown. */
  readonly text: string
}

export interface DigestSection {
  readonly id: SectionId
  readonly title: string
  /** A letter; empty where the section has none. */
  readonly flag: string
  readonly signal: string
  /** Words of the editor that are no link, markdown; empty where there are none. */
  readonly words: string
  readonly picks: readonly DigestPick[]
}

export interface DigestPick {
  readonly title: string
  readonly url: string | undefined
  /** Source, authors, minutes, and what is not as usual. */
  readonly facts: readonly string[]
  /** Inline markdown. */
  readonly blurb: string
  /** Who else has it; without an address where that is the one that the pick leads to. */
  readonly also: readonly { readonly source: string; readonly url: string | undefined }[]
  /** Flaws that the advisory is about which it leads to: our pages of them. */
  readonly cves: readonly DigestLink[]
}
