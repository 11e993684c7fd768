import { createReadStream } from 'node:fs'

/** One line of a file, without its end. */
export interface Line {
  readonly text: string
  /** Where it begins in the file, and how long it is, in bytes. */
  readonly at: number
  readonly bytes: number
  /** Counted from 1; empty lines count. */
  readonly number: number
}

/** How a file of lines was left. */
interface LinesRead {
  /** Whether the last line has no end: the writer was killed. */
  readonly torn: boolean
  /** How many lines there are. */
  readonly count: number
}

const LINE_END = 10

/** Calls `see` with each line of an open file but empty ones, the unfinished last one included. */
export async function scanLines(descriptor: number, see: (line: Line) => void): Promise<LinesRead> {
  let rest: Buffer[] = []
  let at = 0
  let number = 0
  function take(line: Buffer): void {
    number += 1
    if (line.length > 0) see({ text: line.toString('utf8'), at, bytes: line.length, number })
  }
  const stream = createReadStream('', { fd: descriptor, autoClose: false, start: 0, highWaterMark: 1 << 20 })
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      const tail = chunk.subarray(from, end)
      const line = rest.length === 0 ? tail : Buffer.concat([...rest, tail])
      rest = []
      take(line)
      at += line.length + 1
      from = end + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
  if (rest.length > 0) take(Buffer.concat(rest))
  return { torn: rest.length > 0, count: number }
}
