import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Edit, PromptParts } from '../../types/index.ts'
import { applyEdits, compose, contractPrompts, perturbations, renderParts } from '../index.ts'
import { joinEdits } from './edits.ts'
import { prompts, withFirstInput } from '../perturbations.testing.ts'

const ALL = Object.values(perturbations)

/** One of the contract's prompts, its input another text. */
const anyPrompt: fc.Arbitrary<PromptParts> = fc
  .tuple(
    fc.constantFrom(...contractPrompts),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.constantFrom('', ' and the big color of 3 people is not what you want, because it is new. '),
  )
  .map(([parts, noise, words]) => withFirstInput(parts, (text) => `${noise}${words}${text}`))

const anyChoice = fc.record({ seed: fc.nat(), strength: fc.integer({ min: 1, max: 12 }) })

test(
  'any subset of edits can be applied and rendered, all of them give the prompt, none leaves it',
  { timeout: 30_000 },
  () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL),
        anyPrompt,
        anyChoice,
        fc.infiniteStream(fc.boolean()),
        (perturbation, parts, choice, keep) => {
          const result = perturbation.apply(parts, choice)
          if ('notApplicable' in result) return
          expect(applyEdits(parts, result.edits)).toEqual(result.parts)
          expect(applyEdits(parts, [])).toEqual(parts)
          const subset = result.edits.filter(() => keep.next().value === true)
          expect(renderParts(applyEdits(parts, subset))).not.toBe('')
          expect(result.edits.length).toBeLessThanOrEqual(choice.strength)
        },
      ),
      { numRuns: 1000 },
    )
  },
)

test('the same holds for compositions', { timeout: 30_000 }, () => {
  const composable = ALL.filter(({ preserves }) => preserves !== 'changes')
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...composable), { minLength: 2, maxLength: 3 }),
      anyPrompt,
      anyChoice,
      fc.infiniteStream(fc.boolean()),
      (items, parts, choice, keep) => {
        const result = compose(items).apply(parts, choice)
        if ('notApplicable' in result) return
        // Applied one after the other, they give the same prompt.
        let now = parts
        for (const item of items) {
          const step = item.apply(now, { ...choice, seed: `${choice.seed}/${item.name}` })
          if (!('notApplicable' in step)) now = step.parts
        }
        expect(result.parts).toEqual(now)
        expect(applyEdits(parts, result.edits)).toEqual(result.parts)
        const subset = result.edits.filter(() => keep.next().value === true)
        expect(renderParts(applyEdits(parts, subset))).not.toBe('')
      },
    ),
    { numRuns: 1000 },
  )
})

test('a swap of options carries the gold letter and the order along', () => {
  const swap: Edit = { kind: 'swap', list: 'options', i: 0, j: 1 }
  const { options, optionOrder, optionIds, gold } = applyEdits(prompts.choice, [swap])
  expect({ options, optionOrder, optionIds, gold }).toEqual({
    options: ['Rome', 'Milan', 'Turin'],
    optionOrder: [1, 0, 2],
    optionIds: ['A', 'B', 'C'],
    gold: 'A',
  })
  expect(applyEdits(prompts.choice, [swap, swap])).toEqual(prompts.choice)
})

test('an edit that does not fit says so', () => {
  const edit = { kind: 'replace', part: 'instruction', start: 0, end: 3, before: 'xyz', after: 'a' } as const
  expect(() => applyEdits(prompts.choice, [edit])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: expected "xyz" at 0, found "Cho"]`,
  )
  expect(() => applyEdits(prompts.choice, [{ ...edit, part: 'input/nothing' }])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: no text at "input/nothing"]`,
  )
  const fit = { ...edit, before: 'Cho' }
  expect(() =>
    applyEdits(prompts.choice, [fit, { ...fit, start: 1, before: 'ho' }]),
  ).toThrowErrorMatchingInlineSnapshot(`[RangeError: two edits overlap at 1]`)
  expect(() =>
    applyEdits(prompts.choice, [{ kind: 'swap', list: 'options', i: 0, j: 9 }]),
  ).toThrowErrorMatchingInlineSnapshot(`[RangeError: no items 0 and 9 in a list of 3]`)
})

test('edits in a row that share a place come together, and the others stay apart', () => {
  const replace = (start: number, before: string, after: string) =>
    ({ kind: 'replace', part: 'instruction', start, end: start + before.length, before, after }) as const
  const parts = { ...prompts.extractive, instruction: 'one two three {question}' }
  const quotes: Edit = { kind: 'together', edits: [replace(0, '', '<'), replace(13, '', '>')] }
  const joined = joinEdits(parts, [quotes], [replace(0, '<one', '[one'), replace(5, 'two', '2')])
  expect(joined).toEqual([
    { kind: 'together', edits: [replace(0, 'one', '[one'), replace(13, '', '>')] },
    replace(4, 'two', '2'),
  ])
  expect(applyEdits(parts, joined).instruction).toBe('[one 2 three> {question}')
})
