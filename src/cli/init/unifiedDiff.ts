/** Shows what would be written, as a unified diff. */
import { visible } from '../../core/text/index.ts'

/** One file to be written. */
export interface Change {
  /** Relative to the project. */
  readonly file: string
  /** The present text of the file; `null` where there is none. */
  readonly before: string | null
  readonly after: string
  /** `true` for examples and recorded answers, of which the first lines are shown for all. */
  readonly data?: boolean
}

/** The number of lines of a data file that are shown. */
const FIRST_LINES = 3
/** The number of characters of a line of data that are shown. */
const WIDEST = 160
/** The number of unchanged lines around a change. */
const AROUND = 3

interface Line {
  readonly sign: ' ' | '+' | '-'
  readonly text: string
}

/** Returns the diff of these changes. `colour`: with the colours of a terminal. */
export function unifiedDiff(changes: readonly Change[], colour: boolean): string {
  return changes
    .map(
      (change) =>
        `${diffOf(change)
          .map((line) => (colour ? coloured(line) : line))
          .join('\n')}\n`,
    )
    .join('')
}

function coloured(line: string): string {
  const code = /^(\+\+\+|---) /.test(line)
    ? 1
    : line.startsWith('@@')
      ? 36
      : line.startsWith('+')
        ? 32
        : line.startsWith('-')
          ? 31
          : null
  return code === null ? line : `\u001B[${code}m${line}\u001B[0m`
}

function diffOf({ file, before, after, data }: Change): string[] {
  const head = [`--- ${before === null ? '/dev/null' : `a/${file}`}`, `+++ b/${file}`]
  const now = linesOf(after)
  if (before !== null) return [...head, ...hunks(compared(linesOf(before), now))]
  const shown = data ? now.slice(0, FIRST_LINES) : now
  const left = now.length - shown.length
  return [
    ...head,
    `@@ -0,0 +1,${now.length} @@`,
    ...shown.map((line) => `+${shownLine(data && line.length > WIDEST ? `${line.slice(0, WIDEST)}…` : line)}`),
    ...(left === 0 ? [] : [`… and ${left} more ${left === 1 ? 'line' : 'lines'} like these`]),
  ]
}

/** Makes a line safe to show. Tabs stay, since some people indent with them. */
function shownLine(text: string): string {
  return text.split('\t').map(visible).join('\t')
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** Returns the lines of both, in their order, with as many in common as possible (longest common subsequence). */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const longest = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0))
  for (let a = before.length - 1; a >= 0; a--)
    for (let b = after.length - 1; b >= 0; b--)
      longest[a]![b] =
        before[a] === after[b] ? longest[a + 1]![b + 1]! + 1 : Math.max(longest[a + 1]![b]!, longest[a]![b + 1]!)
  const lines: Line[] = []
  let [a, b] = [0, 0]
  while (a < before.length || b < after.length) {
    if (a < before.length && before[a] === after[b]) {
      lines.push({ sign: ' ', text: before[a++]! })
      b += 1
    } else if (b === after.length || (a < before.length && longest[a + 1]![b]! >= longest[a]![b + 1]!))
      lines.push({ sign: '-', text: before[a++]! })
    else lines.push({ sign: '+', text: after[b++]! })
  }
  return lines
}

/** Returns the changed lines with some around them, each part under its place. */
function hunks(lines: readonly Line[]): string[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ sign }) => sign !== ' '),
  )
  const written: string[] = []
  let [old, now] = [1, 1]
  for (let at = 0; at < lines.length;) {
    if (!near[at]) {
      old += 1
      now += 1
      at += 1
      continue
    }
    const end = near.indexOf(false, at)
    const part = lines.slice(at, end === -1 ? undefined : end)
    const olds = part.filter(({ sign }) => sign !== '+').length
    const nows = part.filter(({ sign }) => sign !== '-').length
    // An empty side is counted from the line before it, as diff does.
    written.push(`@@ -${olds === 0 ? old - 1 : old},${olds} +${nows === 0 ? now - 1 : now},${nows} @@`)
    written.push(...part.map(({ sign, text }) => `${sign}${shownLine(text)}`))
    old += olds
    now += nows
    at += part.length
  }
  return written
}
