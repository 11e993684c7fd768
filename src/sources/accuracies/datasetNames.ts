import { realpathSync } from 'node:fs'
import { UsageError } from '../../core/types/index.ts'
import { userPath } from '../files/userPath.ts'

/**
 * Names data sets after their files, by as much of the path as tells them apart: `navigate`, else `bbh/navigate`. Throws
 * `UsageError` for a file that is given twice.
 */
export function datasetNames(paths: readonly string[]): string[] {
  const real = paths.map(realPath)
  const twice = paths.find((_, at) => real.indexOf(real[at]!) !== at)
  if (twice !== undefined)
    throw new UsageError(`${userPath(twice)} is given twice: each file counts once, so name it once`)
  const forms = paths.map(namesOf)
  return forms.map(
    (own, at) => own.find((name) => forms.every((other, place) => place === at || !other.includes(name))) ?? paths[at]!,
  )
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // Reading it will say why it cannot be read.
    return path
  }
}

/** The names that a file may have, the shortest first; each is tried without its extension, then with it. */
function namesOf(path: string): string[] {
  const parts = path.split(/[\\/]/)
  return parts.flatMap((_, at) => {
    const name = parts.slice(parts.length - 1 - at).join('/')
    return [name.replace(/\.\w+$/, ''), name]
  })
}
