/** Breaks a line between words so that none is wider than `width` characters; `indent` begins all but the first. */
export function wrap(line: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  const [lead = ''] = /^ */.exec(line) ?? []
  let current = lead
  let empty = true
  for (const word of line.slice(lead.length).split(' ')) {
    if (!empty && columns(current) + 1 + columns(word) > width) {
      lines.push(current)
      current = indent
      empty = true
    }
    for (const piece of pieces(word, width - columns(current) - (empty ? 0 : 1), width - columns(indent))) {
      if (piece.first) current += empty ? piece.text : ` ${piece.text}`
      else {
        lines.push(current)
        current = indent + piece.text
      }
      empty = false
    }
  }
  return [...lines, current]
}

/** Cuts a word that is too long for a whole line where the line ends. */
function pieces(word: string, room: number, width: number): { text: string; first: boolean }[] {
  const letters = Array.from(word)
  if (letters.length <= room) return [{ text: word, first: true }]
  const found = [{ text: letters.slice(0, room).join(''), first: true }]
  for (let at = room; at < letters.length; at += width) {
    found.push({ text: letters.slice(at, at + width).join(''), first: false })
  }
  return found
}

/** Counts the characters (code points) of a text, which are the columns that it takes in a terminal. */
export function columns(text: string): number {
  return Array.from(text).length
}

/** Adds blanks to a text, so that it takes at least `width` columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}
