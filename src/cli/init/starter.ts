/** What `init` puts into a project, wherever it was taken from: a pack, a table, a prompt, the config of another tool. */

/** A release that the suite can be run against. */
export interface StarterRelease {
  /** Name of the export and of the release. */
  readonly name: string
  /** What it is, as a comment. */
  readonly about: string
  /** The call that makes it, to be written; `null` where the starter's own `releases.ts` exports it. */
  readonly made: MadeRelease | null
}

/** The call of a function of `vitest-robustness/models`. */
export interface MadeRelease {
  readonly adapter: 'openAICompatible' | 'openAICompletions'
  /** The call's arguments, as source text. */
  readonly call: string
}

/** A suite with its data and its releases. */
export interface Starter {
  /** Names the folder `robustness/<name>`, the suite and the line of releases. */
  readonly name: string
  /** Files of the folder `robustness/<name>`: name -> text. A suite's module ends with `.ts`. */
  readonly files: Readonly<Record<string, string>>
  readonly releases: readonly StarterRelease[]
  /** Name of the release under test. */
  readonly candidate: string
  /** Ids of the wordings that the releases know; absent where nobody said it. */
  readonly seen?: readonly string[]
  /** What the user must know: what was guessed, and what could not be taken. */
  readonly notes: readonly string[]
  /** What to run next, in its order: commands of this package, after the variables that they need. */
  readonly next: readonly { readonly variables?: string; readonly command: string }[]
}

/** The folder in which all that `init` writes for suites stands. */
export const FOLDER = 'robustness'

/** A model of the user's own, to be filled in. */
export const OWN_MODEL: StarterRelease = {
  name: 'mine',
  about: 'Your own model behind any OpenAI-compatible endpoint: vLLM, llama.cpp, Ollama, most vendors.',
  made: {
    adapter: 'openAICompatible',
    call: `{
  origin: process.env['MODEL_ORIGIN'] ?? 'http://127.0.0.1:8000',
  model: process.env['MODEL_NAME'] ?? 'my-model',
  // apiKeyEnv: 'MODEL_KEY', // the name of the variable that holds the key
  // revision: '2026-11-01', // a dated snapshot or a digest, where the endpoint holds to one: then recorded answers count
  parameters: { temperature: 0, max_tokens: 64 },
}`,
  },
}
