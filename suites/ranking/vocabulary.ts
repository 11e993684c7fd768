import { readFileSync } from 'node:fs'
import { AutoTokenizer, env } from '@huggingface/transformers'

/** The tokens that a model has met. */
export interface Vocabulary {
  /**
   * Counts the tokens that the second prompt has and the first has not: how many there are, and how many the model never
   * met.
   */
  readonly brought: (before: string, after: string) => { readonly tokens: number; readonly unknown: number }
}

/**
 * Reads the vocabulary of an embedded model. Its tokenizer works on bytes, so no text is refused; but a token that the
 * model never met in training has the weights that it was given at random. `met-tokens.json` lists those that it met;
 * `fixtures/training/met_tokens.py` makes it by drawing prompts as training did.
 */
export async function vocabularyOf(folder: string): Promise<Vocabulary> {
  env.allowRemoteModels = false
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true })
  const { counts } = JSON.parse(readFileSync('fixtures/models/met-tokens.json', 'utf8')) as {
    counts: readonly number[]
  }
  const encode = (text: string): readonly number[] => tokenizer.encode(text)
  return {
    brought(before, after) {
      const left = new Map<number, number>()
      for (const token of encode(before)) left.set(token, (left.get(token) ?? 0) + 1)
      const brought = encode(after).filter((token) => {
        const count = left.get(token) ?? 0
        left.set(token, count - 1)
        return count <= 0
      })
      return { tokens: brought.length, unknown: brought.filter((token) => !counts[token]).length }
    },
  }
}
