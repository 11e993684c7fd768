import { describe, expect, test } from 'vitest'
import type { Perturbation } from '../types/index.ts'
import {
  compose,
  definePerturbation,
  findPerturbation,
  perturb,
  perturbationContract,
  perturbationRows,
} from './index.ts'
import { perturbations, contractPrompts } from './index.ts'

const ALL: readonly Perturbation[] = Object.values(perturbations)
const base = {
  name: 'shouting',
  family: 'sentences',
  summary: 'Shouts.',
  source: 'own',
  touches: ['instruction'],
  preserves: 'gold',
} as const

describe('the registry', () => {
  test.each(ALL)('$name keeps the contract', (perturbation) => {
    expect(perturbationContract(perturbation)).toEqual([])
  })

  test('names are keys, and every family has some', () => {
    expect(ALL.map(({ name }) => name)).toEqual(Object.keys(perturbations))
    expect([...new Set(ALL.map(({ family }) => family))]).toEqual([
      'characters',
      'words',
      'sentences',
      'format',
      'options',
      'few-shot',
      'context',
      'directional',
    ])
  })

  test('what changes the answer is called directional, and nothing else is', () => {
    expect(ALL.filter(({ preserves }) => preserves === 'changes').map(({ family }) => family)).toEqual(
      ALL.filter(({ family }) => family === 'directional').map(() => 'directional'),
    )
  })

  test('rows are data', () => {
    expect(perturbationRows([perturbations['swap-letters']])).toMatchInlineSnapshot(`
      [
        {
          "family": "characters",
          "name": "swap-letters",
          "preserves": "usually",
          "source": "TextBugger (Li et al., 2019); PromptBench (Zhu et al., 2023)",
          "summary": "Two neighbouring letters inside a word trade places.",
          "touches": [
            "system",
            "turns",
            "documents",
            "instruction",
            "input",
          ],
        },
      ]
    `)
  })

  test('an unknown name is a UsageError with a hint', () => {
    expect(() => findPerturbation('swap-leters')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: no perturbation "swap-leters" (did you mean "swap-letters"?)]`,
    )
  })

  test('own ones are found by name too', () => {
    const own = definePerturbation({ ...base, propose: (_, kit) => [kit.insert('instruction', 0, 'HEY! ')] })
    const [parts] = contractPrompts
    const result = perturb(parts as NonNullable<typeof parts>, { name: 'shouting', seed: 1 }, [own])
    expect(result).toMatchObject({ edits: [{ kind: 'replace', part: 'instruction', after: 'HEY! ' }] })
  })
})

describe('the contract finds', () => {
  test('chance that does not come from the kit', () => {
    let calls = 0
    const found = perturbationContract(
      definePerturbation({ ...base, propose: (_, kit) => [kit.insert('instruction', 0, `${(calls += 1)} `)] }),
    )
    expect(found[0]).toBe('prompt 1, seed 1, strength 1: not the same for the same seed')
  })

  test('too many edits', () => {
    const found = perturbationContract(
      definePerturbation({
        ...base,
        propose: (_, kit) => ['a ', 'b ', 'c '].map((text) => kit.insert('instruction', 0, text)),
      }),
    )
    expect(found).toContain('prompt 1, seed 1, strength 1: 3 edits, 1 at most were asked for')
    expect(found).toContain('prompt 1, seed 1, strength 2: 3 edits, 2 at most were asked for')
  })

  test('protected text changed, through definePerturbation and without', () => {
    const propose: Parameters<typeof definePerturbation>[0]['propose'] = ({ instruction }, kit) => [
      kit.replace({ part: 'instruction', start: 0, end: instruction.length, text: instruction }, 'Hm.'),
    ]
    const defined = perturbationContract(definePerturbation({ ...base, propose }))
    expect(defined[0]).toMatch(
      /^prompt 1, seed 1, strength 1: perturbation shouting changes protected text in instruction/,
    )
    const handMade: Perturbation = {
      ...base,
      strength: 1,
      apply: (parts) => ({
        parts: { ...parts, instruction: 'Hm.' },
        edits: [
          {
            kind: 'replace',
            part: 'instruction',
            start: 0,
            end: parts.instruction.length,
            before: parts.instruction,
            after: 'Hm.',
          },
        ],
        gold: parts.gold,
      }),
    }
    expect(perturbationContract(handMade)).toEqual(
      expect.arrayContaining([
        'prompt 1, seed 1, strength 1: loses protected placeholder {sentence}',
        'prompt 1, seed 1, strength 1: loses protected text "parent of"',
        'a strength of 0 is not refused with a UsageError',
      ]),
    )
  })

  test('a changed answer that was not declared, and parts that were not', () => {
    const found = perturbationContract(
      definePerturbation({
        ...base,
        propose: (parts, kit) => [
          {
            kind: 'together',
            edits: [kit.insert('system', 0, 'Hey.'), { kind: 'gold', before: parts.gold, after: 'x' }],
          },
        ],
      }),
    )
    expect(found).toEqual(
      expect.arrayContaining([
        'prompt 1, seed 1, strength 1: declares "gold", and the answer parent_of becomes x',
        'prompt 1, seed 1, strength 1: changes system, which it does not say it touches',
      ]),
    )
  })

  test('edits that do not give the prompt, an unchanged prompt, a changed input, no reason, no prompt it applies to', () => {
    const unchanged: Perturbation = { ...base, strength: 1, apply: (parts) => ({ parts, edits: [], gold: parts.gold }) }
    expect(perturbationContract(unchanged)[0]).toMatch(/the prompt reads as before/)
    const noReason: Perturbation = { ...base, strength: 1, apply: () => ({ notApplicable: '' }) }
    expect(perturbationContract(noReason)).toEqual(
      expect.arrayContaining([
        'prompt 1, seed 1, strength 1: not applicable without a reason',
        'it applies to none of 4 prompts',
      ]),
    )
    const wrongEdits: Perturbation = {
      ...base,
      strength: 1,
      apply: (parts) => ({
        parts: { ...parts, instruction: `Hey. ${parts.instruction}` },
        edits: [],
        gold: parts.gold,
      }),
    }
    expect(perturbationContract(wrongEdits)).toContain(
      'prompt 1, seed 1, strength 1: the edits do not give the perturbed prompt',
    )
    const greedy: Perturbation = {
      ...base,
      strength: 1,
      apply: (parts) => {
        Object.assign(parts, { system: 'mine' })
        return { notApplicable: 'no' }
      },
    }
    expect(perturbationContract(greedy, structuredClone(contractPrompts.slice(0, 1)))).toContain(
      'prompt 1: the input was changed',
    )
  })
})

describe('definePerturbation refuses', () => {
  const propose = () => []
  test.each([
    [{ ...base, name: 'Bad Name', propose }, 'name must be lower-case words'],
    [{ ...base, summary: ' ', propose }, 'summary must say'],
    [{ ...base, source: '', propose }, 'source must say'],
    [{ ...base, touches: [], propose }, 'touches must name'],
    [{ ...base, strength: 0, propose }, 'strength must be a whole number'],
    [{ ...base, propose: 1 as never }, 'propose must be a function'],
  ] as const)('a declaration that cannot work (%#)', (definition, message) => {
    expect(() => definePerturbation(definition)).toThrow(message)
  })

  test('a strength that is none, at use', () => {
    const [parts] = contractPrompts as [Parameters<Perturbation['apply']>[0]]
    expect(() =>
      perturbations['swap-letters'].apply(parts, { seed: 1, strength: 1.5 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: perturbation swap-letters: strength must be a whole number from 1 to 10000, not 1.5]`,
    )
  })
})

describe('compose', () => {
  const {
    'swap-letters': swap,
    'irrelevant-after': after,
    'option-order': order,
    'negated-instruction': negated,
  } = perturbations

  test.each([
    [[swap, after]],
    [[order, perturbations['option-wrappers'], perturbations['upper-case']]],
    [[after, perturbations['random-string'], swap]],
    [[perturbations['format-spacing'], negated]],
    [[perturbations['document-order'], perturbations['whitespace'], perturbations['delete-letters']]],
    [[perturbations['label-words'], perturbations['symbolic-labels']]],
  ] as const)('keeps the contract (%#)', (items) => {
    expect(perturbationContract(compose(items))).toEqual([])
  })

  test('preserves what the weakest does', () => {
    expect(compose([order, after]).preserves).toBe('gold')
    expect(compose([order, swap]).preserves).toBe('usually')
    expect(compose([negated, swap]).preserves).toBe('changes')
    expect(compose([order, swap]).name).toBe('option-order-and-swap-letters')
  })

  test('refuses fewer than two, and two that change the answer', () => {
    expect(() => compose([swap])).toThrow('give at least two')
    expect(() => compose([negated, perturbations['opposite-labels']])).toThrow('two change the right answer')
  })
})
