import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fromFolder } from './fromFolder.ts'
import { releaseContract } from './releaseContract.ts'

const MODELS = fileURLToPath(new URL('../../fixtures/models', import.meta.url))
const folders = (existsSync(MODELS) ? readdirSync(MODELS) : [])
  .filter((name) => existsSync(join(MODELS, name, 'onnx')))
  .map((name) => [name, join(MODELS, name)] as const)

interface Reference {
  readonly prompt: string
  readonly output: string
}

/** The trainer's own outputs; the exported weights must give them again, through the code that users run. */
describe.skipIf(folders.length === 0)('embedded models', () => {
  it.each(folders)('%s answers as its trainer recorded', { timeout: 60_000 }, async (_, folder) => {
    const lines = readFileSync(join(folder, 'reference.jsonl'), 'utf8').trim().split('\n')
    const references = lines.map((line) => JSON.parse(line) as Reference)
    // The trainer stopped at 24 tokens; the default is longer.
    const release = fromFolder(folder, { maxNewTokens: 24 })
    const signal = new AbortController().signal
    const different: unknown[] = []
    for (const { prompt, output } of references) {
      const answer = await release.ask({ prompt, seed: 1, trial: 0, signal })
      const text = 'text' in answer ? answer.text : answer
      if (text !== output) different.push({ prompt, output, text })
    }
    expect(references.length).toBeGreaterThan(0)
    expect(different).toEqual([])
  })

  it.each(folders)('%s keeps the contract of a release', { timeout: 60_000 }, async (_, folder) => {
    expect(await releaseContract(() => fromFolder(folder, { maxNewTokens: 4 }), 'Say yes.')).toEqual([])
  })
})
