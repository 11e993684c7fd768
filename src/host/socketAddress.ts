import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where a host listens. */
export interface SocketAddress {
  readonly address: string
  /** Removes what was made for it. */
  readonly remove: () => Promise<void>
}

/** Longest path of a local socket that every system takes, in bytes. */
const LONGEST = 100

/** A fresh address that only this user can open: a socket in a folder of mode 0700, on Windows a pipe of random name. */
export async function socketAddress(): Promise<SocketAddress> {
  if (process.platform === 'win32') {
    const name = randomBytes(16).toString('hex')
    return { address: `\\\\.\\pipe\\vitest-robustness-${name}`, remove: () => Promise.resolve() }
  }
  const base = Buffer.byteLength(join(tmpdir(), 'vr-XXXXXX', 'host')) <= LONGEST ? tmpdir() : '/tmp'
  const folder = await mkdtemp(join(base, 'vr-'))
  return { address: join(folder, 'host'), remove: () => rm(folder, { recursive: true, force: true }) }
}
