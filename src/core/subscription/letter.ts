import type { Palette } from '../text/palette.ts'

/** What a service mail says, from top to bottom; HTML and plain text are made of it. All of it is plain text. */
export interface Letter {
  /** Name and tagline of the publication. */
  readonly name: string
  readonly tagline: string
  /** BCP 47. */
  readonly language: string
  readonly subject: string
  /** What mail programs show after the subject. */
  readonly preheader: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  /** The one thing to do, if there is one; its address also stands below it, for who cannot press it. */
  readonly button: LetterLink | undefined
  /** What stands after the button. */
  readonly notes: readonly string[]
  readonly links: readonly LetterLink[]
  /** The sender's postal address, by line. */
  readonly address: readonly string[]
  /** The letters whose flags stand beside the name. */
  readonly hoist: readonly string[]
  readonly colours: Palette
}

export interface LetterLink {
  readonly text: string
  readonly url: string
}
