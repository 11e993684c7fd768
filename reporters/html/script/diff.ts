/** What differs between two texts, word by word: the longest common subsequence of their middles. */
export const diff = String.raw`
const WORDS = /\s+|\{[\p{L}\p{N}_]+\}|[\p{L}\p{N}_]+|[^\s]/gu
const MOST_WORK = 400000

function differences(before, after) {
  const a = before.match(WORDS) ?? []
  const b = after.match(WORDS) ?? []
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const n = a.length - start - end
  const m = b.length - start - end
  const changed = [new Set(), new Set()]
  if (n * m > MOST_WORK) {
    for (let i = 0; i < n; i++) changed[0].add(start + i)
    for (let j = 0; j < m; j++) changed[1].add(start + j)
  } else {
    const width = m + 1
    const best = new Uint16Array((n + 1) * width)
    for (let i = n - 1; i >= 0; i--)
      for (let j = m - 1; j >= 0; j--)
        best[i * width + j] = a[start + i] === b[start + j]
          ? best[(i + 1) * width + j + 1] + 1
          : Math.max(best[(i + 1) * width + j], best[i * width + j + 1])
    let i = 0
    let j = 0
    while (i < n || j < m) {
      if (i < n && j < m && a[start + i] === b[start + j]) { i++; j++ }
      else if (j >= m || (i < n && best[(i + 1) * width + j] >= best[i * width + j + 1])) changed[0].add(start + i++)
      else changed[1].add(start + j++)
    }
  }
  return [marked(a, changed[0], 'del'), marked(b, changed[1], 'ins')]
}

/* Runs of changed words become one element each; blanks between two of them go with them. */
function marked(words, changed, tag) {
  const nodes = []
  for (let at = 0; at < words.length;) {
    const on = changed.has(at)
    let to = at
    while (to < words.length && (changed.has(to) === on || (on && /^\s+$/.test(words[to]) && changed.has(to + 1)))) to++
    const text = words.slice(at, to).join('')
    nodes.push(...(on && text.trim() !== '' ? [make(tag, {}, ...spelled(text))] : spelled(text)))
    at = to
  }
  return nodes
}

/* Long texts are shown without marks: nobody reads them side by side. */
function pair(before, after) {
  if (before === null || after === null || before.length > 5000 || after.length > 5000)
    return [before === null ? null : long(before), after === null ? null : long(after)]
  const [left, right] = differences(before, after)
  return [make('bdi', {}, ...left), make('bdi', {}, ...right)]
}
`
