/** Reads the config of promptfoo as plain data with places, and collects what could not be taken from it. */
import { relative, resolve } from 'node:path'
import { UsageError } from '../../../core/types/index.ts'
import { readText, yamlDocument } from '../../../sources/index.ts'

/** One file of a promptfoo config. */
export interface ConfigFile {
  readonly value: unknown
  /** Relative to the project. */
  readonly file: string
  /** Folder that `file://` is relative to. */
  readonly folder: string
  readonly cwd: string
  /** `file:line` of a value. */
  readonly place: (...path: readonly (string | number)[]) => string
}

/** Collects what was left out; the same thing at several places is one note. */
export interface LeftOut {
  readonly add: (place: string, what: string) => void
  readonly notes: () => readonly string[]
}

/** Reads a YAML or JSON file. Throws `UsageError` with file and line. */
export function readConfig(path: string, cwd: string): ConfigFile {
  const absolute = resolve(cwd, path)
  const file = relative(cwd, absolute).replaceAll('\\', '/')
  const { value, locate } = yamlDocument(readText(absolute), file)
  return {
    value,
    file,
    folder: resolve(absolute, '..'),
    cwd,
    place: (...parts) => `${file}:${locate(parts.map(String)).line}`,
  }
}

export function createLeftOut(): LeftOut {
  const places = new Map<string, string[]>()
  return {
    add: (place, what) => void places.set(what, [...(places.get(what) ?? []), place]),
    notes: () => [...places].map(([what, at]) => `${at.join(', ')}: not taken: ${what}`),
  }
}

/** Returns an object as it is, and an empty one for anything else. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}

/** Returns a list as it is, and a list of the one thing for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}

/** Returns the path of `file://…`; `null` for any other text. */
export function filePath(text: string): string | null {
  return text.startsWith('file://') ? text.slice('file://'.length) : null
}

/** Reads a file that a config names. Throws `UsageError` that names the place where it is named. */
export function readNamed(config: ConfigFile, path: string, place: string): string {
  try {
    return readText(resolve(config.folder, path))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`${place}: ${error.message}`)
  }
}
