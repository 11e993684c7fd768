import { basename, isAbsolute, resolve } from 'node:path'
import { didYouMean, messageOf } from '../core/text/index.ts'
import { UsageError, type Release } from '../core/types/index.ts'
import { redactError } from '../observe/index.ts'
import { fromAiSdk, isAiSdkModel } from './fromAiSdk.ts'
import { fromFunction, type FunctionOptions } from './fromFunction.ts'
import { fromLangChain } from './fromLangChain.ts'
import { guardRelease, releaseFaults } from './_internal/releaseChecks.ts'
import { isRunnable } from './_internal/runnable.ts'

/**
 * Builds the release that a config names as `./models.ts#v1`: an export that is a release, a LangChain model, a function
 * without parameters that returns one of these (or a promise of it), or a function from a prompt to an answer, which is
 * then known by the place it stands in. Without `#`, the module's default export.
 * @param baseDir folder that the path is relative to
 * @param importModule imports a file by its absolute path; a test worker gives its own, which knows TypeScript
 * @throws UsageError with the exports there are, where there is none of that name or it is no release
 */
export async function resolveRelease(
  spec: string,
  baseDir: string,
  importModule: (path: string) => Promise<unknown>,
): Promise<Release> {
  const mark = spec.lastIndexOf('#')
  const file = mark === -1 ? spec : spec.slice(0, mark)
  const name = mark === -1 ? 'default' : spec.slice(mark + 1)
  const path = isAbsolute(file) ? file : resolve(baseDir, file)
  const module = await load(path, spec, importModule)
  if (!Object.hasOwn(module, name)) {
    const names = Object.keys(module)
    const near = didYouMean(name, names)
    const known = names.length === 0 ? 'it exports nothing' : `its exports: ${names.join(', ')}`
    throw new UsageError(`release "${spec}": ${path} has no export "${name}"${near}; ${known}`)
  }
  return toRelease(module[name], spec, `${basename(file)}#${name}`)
}

async function load(
  path: string,
  spec: string,
  importModule: (path: string) => Promise<unknown>,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const module = await importModule(path)
    // The namespace of a module has no prototype: a plain copy answers `hasOwn`.
    return { ...(module as object) }
  } catch (cause) {
    const message = messageOf(cause)
    throw redactError(
      Object.assign(new UsageError(`release "${spec}": ${path} cannot be loaded: ${message}`), { cause }),
    )
  }
}

async function toRelease(exported: unknown, spec: string, place: string): Promise<Release> {
  if (typeof exported === 'function' && exported.length > 0) {
    return fromFunction({ model: place, ask: exported as FunctionOptions['ask'] })
  }
  const value = typeof exported === 'function' ? await made(exported as () => unknown, spec) : await exported
  if (isRunnable(value)) return fromLangChain(value as unknown as Parameters<typeof fromLangChain>[0])
  if (isAiSdkModel(value)) return fromAiSdk(value)
  if (!isRelease(value)) {
    throw new UsageError(
      `release "${spec}" is no release, no model of LangChain or the AI SDK and no function that returns one: it is ${kindOf(value)}. ` +
        'Make it with openAICompatible, fromLangChain, fromAiSdk, fromFolder or fromFunction',
    )
  }
  const faults = releaseFaults(value)
  if (faults.length > 0) throw new UsageError(`release "${spec}" is refused: ${faults.join('; ')}`)
  return guardRelease(value)
}

async function made(factory: () => unknown, spec: string): Promise<unknown> {
  try {
    return await factory()
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'UsageError') throw redactError(cause)
    const message = messageOf(cause)
    throw redactError(Object.assign(new UsageError(`release "${spec}" cannot be made: ${message}`), { cause }))
  }
}

function isRelease(value: unknown): value is Release {
  if (typeof value !== 'object' || value === null) return false
  const { ask, format, model } = value as Partial<Record<keyof Release, unknown>>
  return typeof ask === 'function' && typeof format === 'object' && typeof model === 'string'
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `of type ${typeof value}`
}
