/** How long each list and text of the comment may be. */
export interface MarkdownSize {
  readonly claims: number
  /** Counterexamples of each claim. */
  readonly cases: number
  /** Items of any other list. */
  readonly rows: number
  readonly characters: number
}
