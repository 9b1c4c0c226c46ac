/** What an editor program, a blog engine or a mail did to a piece of code. */
export interface CodeDamage {
  /** Line of the markdown, counted from 1. */
  readonly line: number
  /** What is wrong, without a full stop. */
  readonly what: string
  /** What to do about it. */
  readonly remedy: string
}
