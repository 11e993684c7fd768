/** A text as a regular expression that matches just it, with or without the flag `u`. (`RegExp.escape` needs Node 24.) */
export function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}
