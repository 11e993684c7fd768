import { hash } from 'node:crypto'

/** Lower-case hex sha256 of a text (UTF-8) or bytes. A pure function: the one thing that `core` takes from Node. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}
