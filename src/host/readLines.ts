import { createReadStream } from 'node:fs'

/** How a file of lines was left. */
export interface LinesRead {
  /** Whether the last line has no end: the writer was killed. */
  readonly torn: boolean
}

/** Calls `line` with each line of a file, the unfinished last one included. A file that is not there has no lines. */
export async function readLines(file: string, line: (text: string) => void): Promise<LinesRead> {
  let rest = ''
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const text of lines) if (text !== '') line(text)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  if (rest !== '') line(rest)
  return { torn: rest !== '' }
}
