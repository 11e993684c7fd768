/**
 * Sets vitest up for tests that start processes: the package as it is shipped is built once for a state of the sources and
 * kept. The small projects of those tests are in a folder next to it, and find it there as an installed package.
 */
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder in which `vitest-robustness` is installed, with the name of the state it was built from. */
    installed: string
  }
}

const ROOT = join(import.meta.dirname, '..')
const BUILDS = join(ROOT, '.robustness/built')
/** Folders of the package that are shipped as they are. */
const SHIPPED = ['packs', 'docs/ci']
const DAY_MS = 86_400_000

export default async function setup(project: TestProject): Promise<void> {
  project.provide('installed', await installed())
}

let making: Promise<string> | undefined

/**
 * Returns a folder in which the package is installed as it is shipped; it is built where the sources changed since the last
 * process that asked.
 */
export function installed(): Promise<string> {
  making ??= install()
  return making
}

/** Another process may build the same at the same time: each builds for itself, and the first one's folder stays. */
async function install(): Promise<string> {
  mkdirSync(BUILDS, { recursive: true })
  const folder = join(BUILDS, stateOfSources())
  if (!existsSync(folder)) {
    const own = mkdtempSync(join(BUILDS, 'making-'))
    try {
      const inside = join(own, 'node_modules/vitest-robustness')
      mkdirSync(inside, { recursive: true })
      // Loaded here and not at the top: the compilers take longer to load than to find a build that is there.
      const { compileCode } = await import('./compile.ts')
      await compileCode(join(inside, 'dist'))
      copyFileSync(join(ROOT, 'package.json'), join(inside, 'package.json'))
      // `init` reads these in addition to the code.
      for (const shipped of SHIPPED) cpSync(join(ROOT, shipped), join(inside, shipped), { recursive: true })
      mkdirSync(join(own, 'node_modules/.bin'))
      symlinkSync('../vitest-robustness/dist/src/cli/main.js', join(own, 'node_modules/.bin/vitest-robustness'))
      renameSync(own, folder)
    } catch (error) {
      if (!existsSync(folder)) throw error
    } finally {
      rmSync(own, { recursive: true, force: true })
    }
  }
  const now = new Date()
  utimesSync(folder, now, now)
  for (const name of readdirSync(BUILDS)) {
    const old = join(BUILDS, name)
    if (now.getTime() - statSync(old).mtimeMs > DAY_MS) rmSync(old, { recursive: true, force: true })
  }
  return folder
}

const starting = new Map<string, string[]>()

/**
 * Lists the test files that start processes, as their imports show: those find the built package, and have a project of their
 * own.
 */
export function filesThatStartProcesses(tests: string): string[] {
  const known = starting.get(tests)
  if (known) return known
  const found = globSync(tests, { cwd: ROOT }).filter((file) =>
    /from '(node:child_process|\..*\/(?:fakeProject|exitTable)\.testing\.ts)'/.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  )
  starting.set(tests, found)
  return found
}

/** Computes a hash of everything that the build reads. */
function stateOfSources(): string {
  const hash = createHash('sha256')
  for (const file of filesOfBuild()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** Lists what the build reads, and the build itself. */
export function filesOfBuild(): string[] {
  const files = ['src', 'reporters']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.(ts|json)$/.test(file) && !/\.(test|testing)\.ts$/.test(file))
  const shipped = SHIPPED.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ).filter((file) => statSync(join(ROOT, file)).isFile())
  const settings = [
    'package.json',
    'package-lock.json',
    '.ci/compile.ts',
    '.ci/bundle.ts',
    '.ci/pageScript.ts',
    '.ci/schemaChecks.ts',
  ]
  return [...settings, ...files.toSorted(), ...shipped.toSorted()]
}
