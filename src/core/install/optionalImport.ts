import { UsageError } from '../types/index.ts'

/**
 * Loads an optional package when it is first needed. Throws `UsageError` with the install command where it is missing.
 * @param what who needs it, e.g. `fromFolder`
 * @param install what follows `npm i -D`, where that is more than the name
 */
export async function optionalImport<Module>(
  load: () => Promise<Module>,
  name: string,
  what: string,
  install = name,
): Promise<Module> {
  try {
    return await load()
  } catch (cause) {
    if (!isMissing(cause, name)) throw cause
    throw new UsageError(`${what} needs a package that is not installed: npm i -D ${install}`)
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException
  return /MODULE_NOT_FOUND/.test(code ?? '') || new RegExp(`Cannot find (package|module) '${name}`).test(message)
}
