/** A file system in memory whose size can be changed, to let a run meet a full disk and go on when there is room again. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  /** Leaves so many KB free. */
  readonly leave: (freeKB: number) => void
  /** Gives it more room than any run needs. */
  readonly grow: () => void
  readonly remove: () => void
}

/** Says why none can be made here; `null` where it can: that takes Linux and the right to mount. */
export function noSmallDisk(): string | null {
  if (process.platform !== 'linux') return 'it takes Linux'
  const place = mkdtempSync(join(tmpdir(), 'may-mount-'))
  try {
    smallDisk(place).remove()
    return null
  } catch {
    return 'this user may not mount a file system'
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

const ROOM_KB = 256 * 1024

/** Puts one in a folder, which is made. */
export function smallDisk(folder: string): SmallDisk {
  mkdirSync(folder, { recursive: true })
  mount('-t', 'tmpfs', '-o', `size=${ROOM_KB}k`, 'tmpfs', folder)
  const remove = (): void => {
    process.off('exit', remove)
    execFileSync('umount', ['-l', folder])
  }
  process.once('exit', remove)
  const resize = (sizeKB: number) => mount('-o', `remount,size=${sizeKB}k`, folder)
  return {
    leave(freeKB) {
      const { blocks, bfree, bsize } = statfsSync(folder)
      resize(((blocks - bfree) * bsize) / 1024 + freeKB)
    },
    grow: () => void resize(ROOM_KB),
    remove,
  }
}

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' })
}
