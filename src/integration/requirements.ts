/**
 * The versions of Node and vitest that the package needs, checked before anything else is loaded. This module imports
 * nothing heavy, because an old Node could not even load the rest.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The ranges of the package's manifest, least alternative first, e.g. `^4.1 || ^5`. */
interface Ranges {
  readonly node: string
  readonly vitest: string
}

/** Versions that were found; `null` where vitest cannot be found. */
interface Found {
  readonly node: string
  readonly vitest: string | null
}

/**
 * Gives one line that says what is too old and what to do, or `null`. A version above the ranges is accepted: it may
 * work, and the package manager has warned.
 */
export function unmetRequirement(found: Found, ranges: Ranges): string | null {
  if (isBelow(found.node, ranges.node)) {
    return (
      `vitest-robustness needs Node ${ranges.node}; this is Node ${found.node}. ` +
      `Use a newer one, or give the project its own: npm install --save-dev node@${newest(ranges.node)}`
    )
  }
  if (found.vitest === null || !isBelow(found.vitest, ranges.vitest)) return null
  return (
    `vitest-robustness needs vitest ${ranges.vitest}; this project has vitest ${found.vitest}. ` +
    `Install a newer one: npm install --save-dev vitest@${newest(ranges.vitest)}`
  )
}

/**
 * Ends the process with exit code 2 and one line where Node or vitest is too old. Nothing of the package can be loaded
 * then, and vitest would print so much around an error that the way out is hard to find.
 * @param vitest its version where that is known; the one that the package would import where not
 */
export function requireVersions(vitest: string | null = installedVitest()): void {
  const unmet = unmetRequirement({ node: process.versions.node, vitest }, declaredRanges())
  if (unmet === null) return
  process.stderr.write(`${unmet}\n`)
  process.exit(2)
}

/**
 * Reads the ranges that the package's manifest declares. It is the nearest manifest above this file, since sources and
 * build stand at different depths.
 */
export function declaredRanges(): Ranges {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    try {
      const { engines, peerDependencies } = JSON.parse(
        readFileSync(new URL('package.json', folder), 'utf8'),
      ) as Manifest
      return { node: engines?.['node'] ?? '', vitest: peerDependencies?.['vitest'] ?? '' }
    } catch (error) {
      const top = new URL('..', folder).href === folder.href
      if (top || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

interface Manifest {
  readonly version?: string
  readonly engines?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

function installedVitest(): string | null {
  try {
    return (createRequire(import.meta.url)('vitest/package.json') as Manifest).version ?? null
  } catch {
    return null
  }
}

/** Says whether the version is below the first alternative of the range. */
export function isBelow(version: string, range: string): boolean {
  const least = alternatives(range)[0] ?? []
  const parts = numbers(version)
  for (const [place, wanted] of least.entries()) {
    const has = parts[place] ?? 0
    if (has !== wanted) return has < wanted
  }
  return false
}

/** Says whether one of the alternatives, `^` or `>=`, takes the version. */
export function isWithin(version: string, range: string): boolean {
  return range
    .split('||')
    .some((part) => !isBelow(version, part) && (part.includes('>=') || numbers(version)[0] === numbers(part)[0]))
}

/** Returns the major number of the last alternative. */
export function newest(range: string): number {
  return alternatives(range).at(-1)?.[0] ?? 0
}

function alternatives(range: string): readonly number[][] {
  return range.split('||').map(numbers)
}

function numbers(version: string): number[] {
  const [digits = '0'] = /\d+(?:\.\d+)*/.exec(version) ?? []
  return digits.split('.').map(Number)
}
