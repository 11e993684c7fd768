const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '«': '»',
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
}

// Deeper than anybody writes; the bound keeps a text of brackets only from costing time.
const LAYERS = 8

/** A text without the quotes or brackets around it and the punctuation after it: `"Yes."` gives `Yes`. */
export function bare(text: string): string {
  let rest = text.trim()
  for (let layer = 0; layer < LAYERS; layer++) {
    const cut = unwrap(rest.replace(/(?<![\s.!?,;:])[\s.!?,;:]+$/u, ''))
    if (cut === rest) break
    rest = cut
  }
  return rest
}

function unwrap(text: string): string {
  const close = PAIRS[text.charAt(0)]
  const wrapped = close !== undefined && text.length > 1 && text.endsWith(close)
  return wrapped ? text.slice(1, -1).trim() : text
}
