/** How long each list and text of the comment may be. */
export interface MarkdownSize {
  /** Lines of the table, and of the details. */
  readonly claims: number
  /** Counterexamples of each claim. */
  readonly cases: number
  /** Items of any other list, failing claims with their counterexamples among them. */
  readonly rows: number
  readonly characters: number
}
