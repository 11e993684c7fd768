import { open, readFile, rm } from 'node:fs/promises'

/** Runs `work` while holding the lock file, or gives `null` if another living process holds it. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T | null> {
  if (!(await takeLock(file))) return null
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Takes the lock, or that of a process that died with it. Its file holds the process's id. */
export async function takeLock(lock: string): Promise<boolean> {
  for (const attempt of [1, 2]) {
    try {
      const handle = await open(lock, 'wx', 0o600)
      await handle.writeFile(String(process.pid))
      await handle.close()
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 2) return false
      const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
      if (holder > 0 && isAlive(holder)) return false
      await rm(lock, { force: true })
    }
  }
  return false
}
