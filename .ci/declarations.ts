/** Finds the declarations that a user's compiler reads: those that the package's entries reach. */
import { readdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }

const ENTRIES = Object.values(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.types]))
const OPTIONAL_PEERS = Object.keys(manifest.peerDependenciesMeta)

/** Returns the files that the entries below `root` reach, the entries first. */
export function reachedDeclarations(root: string): readonly string[] {
  const reached = new Set<string>()
  const queue = ENTRIES.map((entry) => join(root, entry.replace('./dist/', '')))
  for (const file of queue) {
    if (reached.has(file)) continue
    reached.add(file)
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g)) {
      queue.push(join(dirname(file), target.replace(/\.[jt]s$/, '.d.ts')))
    }
  }
  return [...reached]
}

/**
 * Removes what no entry reaches, and lets the rest compile where an optional peer is not installed: a type imported from it
 * is `any` then, and the peer's own where the peer is installed.
 */
export function finishDeclarations(root: string): void {
  const reached = new Set(reachedDeclarations(root))
  for (const file of filesIn(root)) {
    if (!file.endsWith('.d.ts')) continue
    if (reached.has(file)) writeFileSync(file, readFileSync(file, 'utf8').replace(/^.*$/gm, excused))
    else rmSync(file)
  }
  removeEmptyFolders(root)
}

function excused(line: string): string {
  const from = /\b(?:from|import)\s*\(?['"]([^'"]+)['"]/.exec(line)?.[1]
  const peer = OPTIONAL_PEERS.find((name) => from === name || from?.startsWith(`${name}/`))
  return peer === undefined ? line : `// @ts-ignore ${peer} is an optional peer\n${line}`
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

function removeEmptyFolders(folder: string): void {
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    if (item.isDirectory()) removeEmptyFolders(join(folder, item.name))
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder)
}
