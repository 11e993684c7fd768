import { UsageError } from '../core/words/index.ts'

/**
 * Loads an optional package when it is first needed. Throws `UsageError` with the install command where it is missing.
 * @param what who needs it, e.g. `fromFolder`
 */
export async function optionalImport<Module>(load: () => Promise<Module>, name: string, what: string): Promise<Module> {
  try {
    return await load()
  } catch (cause) {
    if (!isMissing(cause, name)) throw cause
    throw new UsageError(`${what} needs a package that is not installed: npm i -D ${name}`)
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException
  return /MODULE_NOT_FOUND/.test(code ?? '') || new RegExp(`Cannot find (package|module) '${name}`).test(message)
}
