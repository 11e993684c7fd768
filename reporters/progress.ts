import { cut, visible } from '../src/core/text/index.ts'

/** How far a claim has come, as the host publishes it. */
interface ProgressEvent {
  readonly title: string
  readonly units: number
  readonly pool: number
  /** `null` while it is undecided. */
  readonly verdict: string | null
}

interface ProgressOptions {
  /** Whether the stream is a terminal that can be written over. */
  readonly tty: boolean
  /** Its width in characters. Default: 80. */
  readonly columns?: number
}

/**
 * Turns events into text to write: on a terminal one line that is written over, and a lasting line for each decided
 * claim; elsewhere only the latter. Returns an empty text where there is nothing to write.
 */
export function progress({ tty, columns = 80 }: ProgressOptions): (event: ProgressEvent) => string {
  const open = new Map<string, ProgressEvent>()
  return (event) => {
    if (event.verdict === null) open.set(event.title, event)
    else open.delete(event.title)
    const decided = event.verdict === null ? '' : `${event.verdict.padEnd(12)}  ${far(event)}\n`
    if (!tty) return decided
    return `${OVER}${decided}${cut(status(open), columns - 1)}`
  }
}

/** To the start of the line, and clear it. */
const OVER = '\r\u001B[2K'

function status(open: ReadonlyMap<string, ProgressEvent>): string {
  const [first, ...others] = open.values()
  if (first === undefined) return ''
  return `asking: ${others.length > 0 ? `${others.length} more and ` : ''}${far(first)}`
}

function far({ title, units, pool }: ProgressEvent): string {
  return `${units} of ${pool}  ${visible(title)}`
}
