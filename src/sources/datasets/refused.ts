/** One item of a file cannot be used; the message is the reason, without its place. The file as a whole may be fine. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
