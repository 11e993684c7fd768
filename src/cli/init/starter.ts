/**
 * A starter is what `init` puts into a project, wherever it was taken from: a pack, a table, a prompt, the config of
 * another tool.
 */

/** A release that the suite can be run against. */
export interface StarterRelease {
  /** Name of the export and of the release. */
  readonly name: string
  /** A description, which becomes a comment. */
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
  /** The name of the folder `robustness/<name>`, of the suite and of the line of releases. */
  readonly name: string
  /** Files of the folder `robustness/<name>`: name -> text. A suite's module ends with `.ts`. */
  readonly files: Readonly<Record<string, string>>
  readonly releases: readonly StarterRelease[]
  /** Name of the release under test. */
  readonly candidate: string
  /** Ids of the wordings that the releases know; absent where nobody declared them. */
  readonly seen?: readonly string[]
  /** Notes for the user: what was guessed, and what could not be taken. */
  readonly notes: readonly string[]
  /** The next commands, in their order: commands of this package, after the variables that they need. */
  readonly next: readonly { readonly variables?: string; readonly command: string }[]
}

/** The folder that holds all that `init` writes for suites. */
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
