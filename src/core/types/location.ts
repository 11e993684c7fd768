/** A place in a file that a user wrote, for error messages: `file:line:column`. Lines and columns count from 1. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column?: number
}
