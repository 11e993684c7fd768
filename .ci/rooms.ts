/**
 * Reads the rooms of the code from their `DEPS` files, for the test of the import rules, and draws them for
 * docs/architecture.md.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const TOP = ['src', 'reporters', 'suites']

/** A room: a folder with a file `DEPS`. A folder without one belongs to the room around it. */
export interface Room {
  /** The comment at the head of its `DEPS`: what the room is for. */
  readonly about: string
  /** The rooms and packages that its files may import. */
  readonly deps: readonly string[]
}

/** Reads every room, by its folder. */
export function readRooms(): ReadonlyMap<string, Room> {
  const lists = TOP.flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .map((file) => join(top, file).replaceAll('\\', '/'))
      .filter((file) => file.endsWith('/DEPS')),
  )
  return new Map(
    lists.toSorted().map((list) => {
      const lines = readFileSync(join(ROOT, list), 'utf8')
        .split('\n')
        .map((line) => line.trim())
      const about = lines.filter((line) => line.startsWith('#')).map((line) => line.replace(/^#\s*/, ''))
      return [
        dirname(list),
        { about: about.join(' '), deps: lines.filter((line) => line !== '' && !line.startsWith('#')) },
      ]
    }),
  )
}

/** Returns the folder of the room that a file is in: the nearest above it with a `DEPS`. Throws where there is none. */
export function roomOf(file: string): string {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder))
    if (existsSync(join(ROOT, folder, 'DEPS'))) return folder
  throw new Error(`${file} is in no room: no folder above it has a file DEPS`)
}

/** Writes a table of rooms: what each is for, which rooms import it, which packages it may use. */
export function roomsTable(rooms: ReadonlyMap<string, Room>): string {
  const lines = [...rooms].map(([room, { about, deps }]) => {
    const users = [...rooms].filter(([, other]) => other.deps.includes(room)).map(([name]) => `\`${short(name)}\``)
    const packages = deps.filter((line) => !rooms.has(line)).map((line) => `\`${line}\``)
    return `| \`${room}\` | ${about} | ${users.join(', ') || 'none'} | ${packages.join(', ') || 'none'} |\n`
  })
  return `| room | what it is for | imported by | packages it may use |\n| --- | --- | --- | --- |\n${lines.join('')}`
}

/**
 * Draws the rooms whose folder `within` chooses, as Mermaid. An arrow means "imports"; one that follows from two others is
 * left out. `collapse` names a folder whose rooms are drawn as one.
 */
export function roomsGraph(
  rooms: ReadonlyMap<string, Room>,
  within: (room: string) => boolean,
  collapse?: string,
): string {
  const drawn = (room: string): string => (collapse && room.startsWith(`${collapse}/`) ? collapse : room)
  const arrows = new Map<string, Set<string>>()
  for (const [room, { deps }] of rooms) {
    if (!within(room)) continue
    const targets = arrows.get(drawn(room)) ?? new Set()
    for (const target of deps)
      if (rooms.has(target) && within(target) && drawn(target) !== drawn(room)) targets.add(drawn(target))
    arrows.set(drawn(room), targets)
  }
  const reaches = (from: string, to: string): boolean =>
    [...(arrows.get(from) ?? [])].some((next) => next === to || reaches(next, to))
  const lines = [...arrows].flatMap(([room, targets]) =>
    [...targets]
      .filter((target) => ![...targets].some((other) => other !== target && reaches(other, target)))
      .map((target) => `  ${id(room)}["${short(room)}"] --> ${id(target)}["${short(target)}"]\n`),
  )
  return `\`\`\`mermaid\nflowchart TD\n${lines.join('')}\`\`\`\n`
}

const short = (room: string): string => room.replace(/^src\/(core\/)?/, '')
const id = (room: string): string => room.replaceAll(/\W/g, '_')
