/** Lists a use of each prompt format, model of the study and hosted provider. */
import assert from 'node:assert/strict'
import * as models from 'vitest-robustness/models'
import { put } from './files.ts'
import { names, signal, type Uses } from './predictions.ts'

const made: Readonly<Record<string, () => models.PromptFormat>> = {
  alpacaWithInput: () => models.alpacaWithInput(),
  chatMessages: () => models.chatMessages({ system: 'Be brief.' }),
  chatTemplate: () =>
    models.chatTemplate(put('own.jinja', '{% for message in messages %}{{ message.content }}{% endfor %}')),
}
const ready = { ...models } as unknown as Readonly<Record<string, models.PromptFormat>>
const formatNames = ['plain', 'alpaca', 'fastchatAlpaca', 'vicunaV0', 'vicunaV11', 'wizardlm7b', 'wizardlm13b']

/**
 * Checks that a release that is asked in this format gets the question inside it, and the question alone in the plain one.
 */
const asks = async (format: models.PromptFormat): Promise<void> => {
  const prompt = format.render('First line\nsecond line')
  assert.ok(/First line/.test(prompt) && /second line/.test(prompt), prompt)
  const echo = models.fromFunction({ model: 'm', revision: '1', format, ask: async (got) => got })
  const answer = await echo.ask({ prompt, seed: 0, trial: 0, signal })
  assert.equal('text' in answer && answer.text, prompt)
}
export const formats: Uses = Object.fromEntries(
  [...formatNames, ...Object.keys(made)].map((name) => [name, () => asks(made[name]?.() ?? ready[name]!)]),
)

/** The models, by the name that the study uses. */
export const studied: Uses = Object.fromEntries(
  Object.values(models.studyModels).map((model) => [model.name, () => asks(model.format)]),
)

/** Their classes come with an optional peer, which is not installed here: each says how to install it. */
const hosts = ['hugging-face', 'together', 'fireworks', 'replicate', 'deepinfra', 'friendli'] as const
export const providers: Uses = Object.fromEntries(
  hosts.map((host) => [
    host,
    () => names(() => models.fromCommunity(host, { model: 'm' }), /npm i -D.*@langchain\/community/),
  ]),
)
