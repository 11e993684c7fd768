import { relative } from 'node:path'

/**
 * Writes a path as messages and provenance show it: relative to the working directory, with `/` on every system, so
 * that two machines write the same evidence.
 */
export function userPath(path: string): string {
  return relative(process.cwd(), path).replaceAll('\\', '/') || '.'
}
