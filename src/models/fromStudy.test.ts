import { describe, expect, it } from 'vitest'
import { json, serve } from './endpoint/loopback.testing.ts'
import { fromStudy } from './fromStudy.ts'
import { releaseContract } from './releaseContract.ts'
import { studyModels } from './studyModels.ts'

const NAMES = Object.keys(studyModels) as (keyof typeof studyModels)[]
const origin = 'http://127.0.0.1:8000'

describe('fromStudy', () => {
  it.each(NAMES)('%s keeps the contract of a release', async (name) => {
    const served = await serve(json(200, { model: 'm', choices: [{ index: 0, text: 'yes', finish_reason: 'stop' }] }))
    expect(await releaseContract(() => fromStudy(name, { origin: served.origin }), 'is it?')).toEqual([])
  })

  it('asks each in its own layout, to its own end', () => {
    expect(
      NAMES.map((name) => {
        const { model, format, parameters } = fromStudy(name, { origin })
        return `${name}: ${model}, ${format.name}, ${JSON.stringify(parameters)}`
      }),
    ).toMatchInlineSnapshot(`
      [
        "alpaca: tatsu-lab/alpaca-7b-wdiff, alpaca, {"temperature":0,"max_tokens":128,"stop":["### Instruction:"]}",
        "vicuna: lmsys/vicuna-7b-delta-v1.1, vicuna-v1.1, {"stop":["</s>"],"temperature":0,"max_tokens":128}",
        "wizardlm: WizardLM/WizardLM-7B-V1.0, wizardlm-7b, {"temperature":0,"max_tokens":128,"stop":["### Instruction:"]}",
        "flan-t5-xl: google/flan-t5-xl, plain, {"temperature":0,"max_tokens":32}",
        "flan-t5-xxl: google/flan-t5-xxl, plain, {"temperature":0,"max_tokens":32}",
        "t0++: bigscience/T0pp, plain, {"temperature":0,"max_tokens":32}",
      ]
    `)
  })

  it('takes what the user says over its own, but for the layout', () => {
    const parameters = { max_tokens: 8, top_k: 1 }
    const mine = fromStudy('vicuna', { origin, model: 'vicuna-13b', revision: 'sha256', parameters })
    expect([mine.model, mine.revision, mine.format.name, mine.parameters]).toMatchInlineSnapshot(`
      [
        "vicuna-13b",
        "sha256",
        "vicuna-v1.1",
        {
          "max_tokens": 8,
          "stop": [
            "</s>",
          ],
          "temperature": 0,
          "top_k": 1,
        },
      ]
    `)
    expect(fromStudy('alpaca', { origin, choices: [' yes', ' no'] }).parameters).toMatchInlineSnapshot(`
      {
        "choices": [
          " yes",
          " no",
        ],
        "temperature": 0,
      }
    `)
  })

  it.each([
    ['wizardlm', 'WizardLM/WizardLM-13B-V1.0', 'wizardlm-13b', ['</s>']],
    ['wizardlm', 'WizardLM/WizardLM-30B-V1.0', 'wizardlm-13b', ['</s>']],
    ['wizardlm', 'WizardLM/WizardLM-7B-V1.0', 'wizardlm-7b', ['### Instruction:']],
    ['vicuna', 'lmsys/vicuna-13b-delta-v0', 'vicuna-v0', ['###']],
    ['vicuna', 'lmsys/vicuna-13b-v1.5', 'vicuna-v1.1', ['</s>']],
  ] as const)('asks %s as %s is asked', (name, model, format, stop) => {
    const opened = fromStudy(name, { origin, model })
    expect([opened.format.name, opened.parameters['stop']]).toEqual([format, stop])
  })

  it('refuses options that there are not, and says what is missing', () => {
    const said = (options: object | undefined): string => {
      try {
        fromStudy('vicuna', options as { origin: string })
        return 'nothing'
      } catch (error) {
        return String(error)
      }
    }
    expect([said({ origin, modle: 'vicuna-7b' }), said({ origin, format: {} }), said({}), said(undefined)])
      .toMatchInlineSnapshot(`
      [
        "UsageError: fromStudy: unknown option "modle" (did you mean "model"?)",
        "UsageError: fromStudy: there is no option "format": the layout is that of the model. For another one use openAICompletions({ format })",
        "UsageError: fromStudy: "origin" is missing, scheme, host and port of where the model is served: fromStudy('vicuna', { origin: 'http://127.0.0.1:8000' })",
        "UsageError: fromStudy: "origin" is missing, scheme, host and port of where the model is served: fromStudy('vicuna', { origin: 'http://127.0.0.1:8000' })",
      ]
    `)
  })

  it('names the models there are', () => {
    expect(() => fromStudy('flan-t5-x1' as 'flan-t5-xl', { origin })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: fromStudy: "flan-t5-x1" is none of the study's models (did you mean "flan-t5-xl"?)]`,
    )
    expect(() => fromStudy('t0pp' as 't0++', { origin })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: fromStudy: "t0pp" is none of the study's models (did you mean "t0++"?)]`,
    )
    expect(() => fromStudy('gpt' as 'alpaca', { origin })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: fromStudy: "gpt" is none of the study's models (known: "alpaca", "vicuna", "wizardlm", "flan-t5-xl", "flan-t5-xxl", "t0++")]`,
    )
    expect(() => fromStudy('vicuna', { origin: '127.0.0.1:8000' })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: openAICompletions: origin "127.0.0.1:8000" is not like "http://127.0.0.1:8000"]`,
    )
  })
})
