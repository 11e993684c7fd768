import { UsageError } from '../core/types/index.ts'

/** Takes the option that names a task's third file out of the others. Throws `UsageError` where it is missing. */
export function besidesOption(
  factory: string,
  name: string,
  options: unknown,
): { readonly path: string; readonly rest: unknown } {
  const { [name]: path, ...rest } = Object(options) as Record<string, unknown>
  if (typeof path === 'string' && path !== '') return { path, rest }
  throw new UsageError(`${factory}(): "${name}" must be the path of a JSON file, e.g. ${name}: '${name}.json'`)
}
