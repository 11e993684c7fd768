/** Reads the providers of a promptfoo config as releases. */
import type { StarterRelease } from '../starter.ts'
import { type ConfigFile, type LeftOut, listOf, recordOf } from './promptfooConfig.ts'
import { literal } from './table.ts'

/** The vendors whose models are asked as OpenAI's are. */
const VENDORS: Readonly<
  Record<string, { readonly origin: string; readonly path?: string; readonly key: string | null }>
> = {
  openai: { origin: 'https://api.openai.com', key: 'OPENAI_API_KEY' },
  openrouter: { origin: 'https://openrouter.ai', path: '/api/v1/chat/completions', key: 'OPENROUTER_API_KEY' },
  mistral: { origin: 'https://api.mistral.ai', key: 'MISTRAL_API_KEY' },
  deepseek: { origin: 'https://api.deepseek.com', key: 'DEEPSEEK_API_KEY' },
  groq: { origin: 'https://api.groq.com', path: '/openai/v1/chat/completions', key: 'GROQ_API_KEY' },
  togetherai: { origin: 'https://api.together.xyz', key: 'TOGETHER_API_KEY' },
  ollama: { origin: 'http://127.0.0.1:11434', key: null },
}

/** Fields of a provider's config that are fields of the request. */
const PARAMETERS = new Set([
  'temperature',
  'max_tokens',
  'max_completion_tokens',
  'top_p',
  'frequency_penalty',
  'presence_penalty',
  'stop',
  'response_format',
])

/** Returns the providers whose endpoint is known; all others are left out by place. No key is ever copied. */
export function readProviders(config: ConfigFile, leftOut: LeftOut): readonly StarterRelease[] {
  const root = recordOf(config.value)
  const key = root['providers'] === undefined ? 'targets' : 'providers'
  const releases: StarterRelease[] = []
  const providers = root[key]
  for (const [at, provider] of listOf(providers).entries()) {
    const place = Array.isArray(providers) ? config.place(key, at) : config.place(key)
    const { id, settings } = readProvider(provider)
    const made = typeof id === 'string' ? madeRelease(id, settings, place, leftOut) : null
    if (made === null)
      leftOut.add(
        place,
        `the provider ${String(id)}, for its endpoint is not known here: write it into robustness/releases.ts with openAICompatible or fromLangChain`,
      )
    else releases.push({ name: nameFor(made.model, releases), about: `${String(id)}, from ${place}.`, made })
  }
  return releases
}

/** Reads a text, `{ id, config }`, or `{ 'openai:gpt-4': { config } }`. */
function readProvider(provider: unknown): {
  readonly id: unknown
  readonly settings: Readonly<Record<string, unknown>>
} {
  if (typeof provider === 'string') return { id: provider, settings: {} }
  const record = recordOf(provider)
  if (record['id'] !== undefined) return { id: record['id'], settings: recordOf(record['config']) }
  const [[id, value] = []] = Object.entries(record)
  return { id, settings: recordOf(recordOf(value)['config']) }
}

function madeRelease(id: string, settings: Readonly<Record<string, unknown>>, place: string, leftOut: LeftOut) {
  const [vendor = '', ...rest] = id.split(':')
  const known = VENDORS[vendor]
  const ways = ['chat', 'completion', 'completions', 'responses']
  const way = rest.length > 1 && ways.includes(rest[0] ?? '') ? rest.shift() : 'chat'
  const model = rest.join(':')
  if (known === undefined || model === '' || way === 'responses') return null
  const { apiKeyEnvar, apiHost, apiBaseUrl, ...others } = settings
  const base =
    typeof apiBaseUrl === 'string' ? apiBaseUrl : typeof apiHost === 'string' ? `https://${apiHost}` : known.origin
  const url = URL.parse(base)
  if (url === null) return null
  const raw = way !== 'chat'
  const under =
    url.pathname === '/' ? known.path : `${url.pathname.replace(/\/$/, '')}/${raw ? 'completions' : 'chat/completions'}`
  const key = typeof apiKeyEnvar === 'string' ? apiKeyEnvar : known.key
  const parameters = Object.fromEntries(Object.entries(others).filter(([name]) => PARAMETERS.has(name)))
  for (const name of Object.keys(others))
    if (!PARAMETERS.has(name)) leftOut.add(place, `${name} of the provider's config`)
  const options = {
    origin: url.origin,
    ...(under !== undefined && { path: under }),
    model,
    ...(key !== null && { apiKeyEnv: key }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  }
  const lines = Object.entries(options).map(([name, value]) => `  ${name}: ${literal(value)},`)
  const adapter = raw ? ('openAICompletions' as const) : ('openAICompatible' as const)
  return { adapter, model, call: `{\n${lines.join('\n')}\n}` }
}

/** Makes a name that is an export and a release: `gpt-4o-mini` becomes `gpt4oMini`. */
function nameFor(model: string, taken: readonly StarterRelease[]): string {
  const words = model.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const joined = words
    .map((word, at) => (at === 0 || /^\d/.test(word) ? word : word[0]!.toUpperCase() + word.slice(1)))
    .join('')
  const base = /^[A-Za-z]/.test(joined) ? joined : `m${joined}`
  let name = base
  for (let next = 2; taken.some((release) => release.name === name); next++) name = `${base}_${next}`
  return name
}
