import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The parts of a file of `node --cpu-prof` that are read. Times are microseconds. */
export interface Profile {
  readonly startTime: number
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      readonly lineNumber: number
      readonly columnNumber: number
    }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Self time of one group of functions, the greatest first. */
export interface Group {
  readonly name: string
  readonly ms: number
  readonly parts: readonly { readonly name: string; readonly ms: number }[]
}

/** Functions of Node in C++ that hand bytes to the system. */
const WRITES = /^(write(Utf8String|Latin1String|Buffer|AsciiString)?|writev)$/

/**
 * Adds up a profile's self time by group: a file of ours (by the maps beside the bundles; `nameOf` makes a short name of its
 * path), a package, a module of Node. What runs in C++ counts for the function that called it, except for garbage and for
 * writes to sockets. `busyMs` leaves out the time in which nothing ran.
 */
export function groupProfile(
  profile: Profile,
  nameOf: (file: string) => string,
): { readonly busyMs: number; readonly groups: readonly Group[] } {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const self = new Map<number, number>()
  for (const [at, id] of profile.samples.entries()) {
    self.set(id, (self.get(id) ?? 0) + (profile.timeDeltas[at] ?? 0) / 1000)
  }
  const groups = new Map<string, Map<string, number>>()
  let busyMs = 0
  for (const [id, ms] of self) {
    const { functionName } = nodes.get(id)!.callFrame
    if (functionName === '(idle)') continue
    busyMs += ms
    let at: number | undefined = id
    while (at !== undefined && nodes.get(at)!.callFrame.url === '') at = parents.get(at)
    const caller = at === undefined ? undefined : nodes.get(at)!.callFrame
    const name =
      caller === undefined || functionName === '(garbage collector)'
        ? functionName
        : WRITES.test(functionName)
          ? `writes to sockets and files`
          : groupOf(caller, nameOf)
    const parts = groups.get(name) ?? new Map<string, number>()
    groups.set(name, parts)
    const part = caller === undefined || at === id ? functionName : `${functionName} from ${caller.functionName}`
    parts.set(part, (parts.get(part) ?? 0) + ms)
  }
  return {
    busyMs,
    groups: [...groups]
      .map(([name, parts]) => ({ name, ms: sum(parts.values()), parts: sorted(parts) }))
      .toSorted((a, b) => b.ms - a.ms),
  }
}

function sorted(parts: ReadonlyMap<string, number>): Group['parts'] {
  return [...parts].map(([name, ms]) => ({ name, ms })).toSorted((a, b) => b.ms - a.ms)
}

function sum(all: Iterable<number>): number {
  let total = 0
  for (const one of all) total += one
  return total
}

function groupOf(
  { url, lineNumber, columnNumber }: Profile['nodes'][number]['callFrame'],
  nameOf: (file: string) => string,
): string {
  if (url.startsWith('node:')) return `Node: ${url.replace(/^node:(internal\/)?/, '').replace(/\/.*/, '')}`
  const file = url.startsWith('file:') ? fileURLToPath(url) : url
  const map = mapOf(file)
  const entry = map?.findEntry(lineNumber, columnNumber)
  if (map !== null && entry !== undefined && 'originalSource' in entry)
    return nameOf(resolve(dirname(file), entry.originalSource))
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)
  return inPackage?.[1] ?? nameOf(file)
}

const maps = new Map<string, SourceMap | null>()

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file)
  if (known !== undefined) return known
  const map = existsSync(`${file}.map`)
    ? new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as ConstructorParameters<typeof SourceMap>[0])
    : null
  maps.set(file, map)
  return map
}
