import type { WriteStream } from 'node:tty'

/** Writes the progress: over the line before on a terminal, elsewhere a line at most every ten seconds. */
export function progressLine(out: Pick<WriteStream, 'write' | 'isTTY'>, now = () => performance.now()) {
  let last = -Infinity
  return (text: string, lasting = false): void => {
    if (lasting) out.write(`${out.isTTY ? '\r\u001B[K' : ''}${text}\n`)
    else if (out.isTTY) out.write(`\r\u001B[K${text}`)
    else if (now() - last > 10_000) {
      last = now()
      out.write(`${text}\n`)
    }
  }
}
