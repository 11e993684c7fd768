import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type * as Jinja from '@huggingface/jinja'
import { messageOf } from '../../core/text/index.ts'
import { UsageError, type Chat, type PromptFormat, type Turn } from '../../core/types/index.ts'
import { checkTurns, turnsOf } from './_internal/conversation.ts'

/**
 * `ChatTemplateOptions` are what a model's chat template is rendered with.
 *
 * @example
 * const options: ChatTemplateOptions = { system: 'Answer yes or no.', variables: { enable_thinking: false } }
 */
export interface ChatTemplateOptions {
  /** Text of a system message, where the task has none of its own. Default: none. */
  readonly system?: string
  /** The name of the template, where the model has several. Default: `default`. */
  readonly template?: string
  /** Further variables of the template, e.g. `{ enable_thinking: false }`. */
  readonly variables?: Readonly<Record<string, unknown>>
}

/** The parts of a `tokenizer_config.json` that are read. */
interface TokenizerConfig {
  readonly chat_template?: unknown
  readonly bos_token?: unknown
  readonly eos_token?: unknown
}

/**
 * Makes a format of a model's own chat template (Jinja), from the `chat_template.jinja` or `tokenizer_config.json` in
 * its folder, with the prompt for an answer added. Whatever `bos_token` the template writes is in the prompt: serve it
 * where the endpoint adds none of its own. A task's system text becomes a system message where the template shows one;
 * where it refuses or drops it, the text stands in the question. Throws `UsageError` where there is no template or it
 * refuses the turns.
 * @param folder the model's folder, or the path of a `.jinja` file
 *
 * @example
 * export const v2 = () =>
 *   openAICompletions({
 *     origin: 'http://127.0.0.1:8000',
 *     model: 'some-model',
 *     format: chatTemplate('models/some-model', { variables: { enable_thinking: false } }),
 *   })
 */
export function chatTemplate(folder: string, options: ChatTemplateOptions = {}): PromptFormat {
  const { system, variables = {} } = options
  const isFile = folder.endsWith('.jinja')
  const config = isFile ? {} : readConfig(join(resolve(folder), 'tokenizer_config.json'))
  const source = isFile
    ? read(resolve(folder))
    : (read(join(resolve(folder), 'chat_template.jinja')) ?? templateOf(config, options.template ?? 'default'))
  if (source === null) {
    throw new UsageError(
      `chatTemplate: ${folder} has no chat_template.jinja and no chat_template in its tokenizer_config.json`,
    )
  }
  const template = parse(source, folder)
  const constants = { ...tokens(config), ...variables, add_generation_prompt: true }

  function write(turns: readonly Turn[], before: string | undefined): string {
    checkTurns('chat-template', turns)
    const first = before === undefined ? [] : [{ role: 'system', content: before }]
    const messages = [...first, ...turns.map(({ role, text }) => ({ role, content: text }))]
    try {
      return template.render({ ...constants, messages })
    } catch (cause) {
      throw Object.assign(new UsageError(`chatTemplate: ${folder} refuses these messages: ${messageOf(cause)}`), {
        cause,
      })
    }
  }
  const renderChat = (chat: Chat): string => write(turnsOf(chat), chat.system ?? system)
  return {
    name: 'chat-template',
    render: (question) => renderChat({ question }),
    renderTurns: (turns) => write(turns, system),
    ...(showsSystem(renderChat) && { renderChat }),
  }
}

/**
 * Says whether a template shows a system message: templates of models that were tuned without them refuse them or
 * silently leave them out.
 */
function showsSystem(renderChat: (chat: Chat) => string): boolean {
  const mark = 'Text of a system message, 4711.'
  try {
    return renderChat({ system: mark, question: 'Q' }).includes(mark)
  } catch {
    return false
  }
}

function parse(source: string, folder: string): Jinja.Template {
  // Loaded here and not at the top: most releases have no template of their own.
  const { Template } = createRequire(import.meta.url)('@huggingface/jinja') as typeof Jinja
  try {
    return new Template(source)
  } catch (cause) {
    throw Object.assign(new UsageError(`chatTemplate: the template of ${folder} cannot be read: ${messageOf(cause)}`), {
      cause,
    })
  }
}

function readConfig(file: string): TokenizerConfig {
  const text = read(file)
  if (text === null) return {}
  try {
    return JSON.parse(text) as TokenizerConfig
  } catch (cause) {
    throw Object.assign(new UsageError(`chatTemplate: ${file} is not JSON: ${messageOf(cause)}`), { cause })
  }
}

function templateOf({ chat_template: template }: TokenizerConfig, name: string): string | null {
  if (typeof template === 'string') return template
  if (!Array.isArray(template)) return null
  const named = template as readonly { readonly name?: unknown; readonly template?: unknown }[]
  const chosen = named.find((one) => one.name === name)?.template
  if (typeof chosen === 'string') return chosen
  throw new UsageError(
    `chatTemplate: no template "${name}"; there are ${named.map((one) => String(one.name)).join(', ')}`,
  )
}

/** Reads tokens, which the config holds as texts or as objects with their `content`. */
function tokens(config: TokenizerConfig): Record<string, string> {
  return { bos_token: tokenText(config.bos_token), eos_token: tokenText(config.eos_token) }
}

function tokenText(token: unknown): string {
  return typeof token === 'string' ? token : String((token as { content?: unknown } | null | undefined)?.content ?? '')
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
