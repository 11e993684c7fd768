import type { BaseLanguageModel } from '@langchain/core/language_models/base'
import { messageOf, nameHint } from '../core/text/index.ts'
import { RetryableError, UsageError, type Release } from '../core/types/index.ts'
import { communityModels, type CommunityModel } from './_internal/communityModels.ts'
import { guardFetch } from './_internal/guardFetch.ts'
import { fromLangChain, type LangChainOptions } from './fromLangChain.ts'
import { httpFault } from './endpoint/httpFault.ts'
import { optionalImport } from '../core/install/index.ts'

/**
 * `CommunityFields` are what the provider's class is made with: `model`, `temperature`, `maxTokens`, … Keys come from
 * the environment.
 *
 * @example
 * const fields: CommunityFields = { model: 'some/model', temperature: 0, maxTokens: 16 }
 */
export type CommunityFields = { readonly model: string } & Readonly<Record<string, unknown>>

const PACKAGE = '@langchain/community'

/**
 * Opens a release behind a provider that `@langchain/community` has a class for: `hugging-face`, `together`,
 * `fireworks`, `replicate`, `deepinfra`, `friendli`. The package is loaded here and not before; it is an optional peer,
 * for it clashes with current packages. Its classes take a failed HTTP answer for an answer, or ask again on their own:
 * neither happens here. Rejects with `UsageError` for an unknown provider, and with the install command where a package
 * is missing.
 *
 * @example
 * export const hosted = () => fromCommunity('together', { model: 'some/model', temperature: 0 })
 */
export async function fromCommunity(
  provider: keyof typeof communityModels,
  fields: CommunityFields,
  options: LangChainOptions = {},
): Promise<Release> {
  const known: Readonly<Record<string, CommunityModel>> = communityModels
  const found = Object.hasOwn(known, provider) ? known[provider] : undefined
  if (found === undefined)
    throw new UsageError(
      `fromCommunity: no provider ${JSON.stringify(provider)}${nameHint(provider, Object.keys(known))}`,
    )
  const where = `fromCommunity('${provider}')`
  const model = await open(found, fields, where)
  const release = fromLangChain(model, { model: fields.model, ...options })
  return {
    ...release,
    endpoint: found.origin,
    async ask(request) {
      const done = await guardFetch(request.signal, () => release.ask(request))
      if ('result' in done) {
        const { result } = done
        const empty = 'text' in result && found.nothing !== undefined && found.nothing.includes(result.text)
        if (empty) throw new RetryableError(`${where}: the answer holds no output`)
        return result
      }
      if (request.signal.aborted) throw request.signal.reason
      if (done.fault === null) throw asFault(done.error, where)
      const fault = httpFault(done.fault, `${found.origin} (${fields.model})`)
      if (fault instanceof Error) throw fault
      return { ...fault, who: { model: release.model, revision: release.revision } }
    },
  }
}

async function open({ entry, className, keyEnv, needs }: CommunityModel, fields: CommunityFields, where: string) {
  // Not a literal: the package need not be there for this one to compile.
  const specifier: string = `${PACKAGE}/${entry}`
  const module = await load<Readonly<Record<string, new (fields: object) => BaseLanguageModel>>>(
    specifier,
    PACKAGE,
    where,
    `--legacy-peer-deps ${PACKAGE}`,
  )
  if (needs !== undefined) await load(needs, needs, where)
  const Model = module[className]
  if (Model === undefined) throw new UsageError(`${where}: ${specifier} has no ${className}: another version?`)
  try {
    return new Model({ ...fields, maxRetries: 0 })
  } catch (cause) {
    const key = process.env[keyEnv] === undefined ? `; ${keyEnv} is not set` : ''
    throw new UsageError(`${where}: ${messageOf(cause)}${key}`)
  }
}

function load<Module>(specifier: string, name: string, where: string, install = name): Promise<Module> {
  return optionalImport(async () => (await import(specifier)) as Module, name, where, install)
}

/** A 200 that the class could make nothing of (no choices, half a JSON): worth another attempt, never an answer. */
function asFault(error: unknown, where: string): unknown {
  const odd = error instanceof TypeError || error instanceof SyntaxError || isOutputError(error)
  return odd ? new RetryableError(`${where}: ${error.message}`, undefined, { cause: error }) : error
}

/** Says whether an error is that of @huggingface/inference for an answer that it cannot read. */
function isOutputError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ProviderOutputError'
}
