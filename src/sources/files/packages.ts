/**
 * Loads the packages that only some files need, each when the first such file is read: together they have a hundred files,
 * and a process that reads none of them starts faster without. The readers do not wait, so a package is loaded at once.
 */
import { createRequire } from 'node:module'
import type * as Jinja from '@huggingface/jinja'
import type * as CsvParse from 'csv-parse/sync'
import type * as Yaml from 'yaml'

/** Returns the package that parses YAML. */
export function yamlPackage(): typeof Yaml {
  return load('yaml') as typeof Yaml
}

/** Returns the package that parses the cells of a row of CSV. */
export function csvPackage(): typeof CsvParse {
  return load('csv-parse/sync') as typeof CsvParse
}

/** Returns the package that renders Jinja. */
export function jinjaPackage(): typeof Jinja {
  return load('@huggingface/jinja') as typeof Jinja
}

const loaded = new Map<string, unknown>()

/** A package is asked for once a row or a node, which is more often than Node's own look-up should be made. */
function load(name: string): unknown {
  if (!loaded.has(name)) loaded.set(name, createRequire(import.meta.url)(name))
  return loaded.get(name)
}
