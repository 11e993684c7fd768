import { describe, expect, test } from 'vitest'
import type { PromptParts } from '../types/index.ts'
import { perturbations, perturbationContract, renderParts } from './index.ts'
import { prompts, withFirstInput } from './perturbations.testing.ts'

const ALL = Object.values(perturbations)

const TEXTS: Readonly<Record<string, string>> = {
  'surrogate pairs': '😀😀 she 👩‍👩‍👧 said 𝒽𝑒𝓁𝓁𝑜 to 🇮🇹 people 😀',
  'right to left': 'הוא אמר שלום and العالم كبير because it is big',
  'combining marks': 'Cafe\u{301} na\u{EF}ve n\u{303}o Zalg\u{336}\u{337}o is not big',
  nothing: '',
  'digits only': '0123456789 3 10 100',
  'blanks only': ' \t\n\r\n ',
  'lone surrogates': 'broken \u{D800} half \u{DFFF} here',
  'braces and templates': '{question} {options} {{x}} {% raw %} ${y} $& $1',
  markup: '</passage> ``` </question> <script> " \\ \u{0} \u{7}',
}

describe('hostile input', { timeout: 60_000 }, () => {
  for (const [title, text] of Object.entries(TEXTS)) {
    test(`${title}: every perturbation keeps its promises or says why it cannot apply`, () => {
      const hostile = [prompts.relation, prompts.choice, prompts.boolean].map((parts) =>
        withFirstInput(parts, () => text),
      )
      const broken = ALL.flatMap((item) => perturbationContract(item, hostile).map((fault) => `${item.name}: ${fault}`))
      expect(broken.filter((fault) => !fault.includes('it applies to none'))).toEqual([])
    })
  }

  test('mentions with signs of regular expressions, and label words that are one letter', () => {
    const odd: PromptParts = {
      ...prompts.relation,
      input: { sentence: 'C++ (2011) [sic] beats a "Q*" because it is faster.', head: 'C++ (2011)', tail: '"Q*"' },
      labels: { parent_of: 'a', child_of: 'b', owner_of: 'it is' },
    }
    const broken = ALL.flatMap((item) => perturbationContract(item, [odd]).map((fault) => `${item.name}: ${fault}`))
    expect(broken.filter((fault) => !fault.includes('it applies to none'))).toEqual([])
  })

  test.each([
    ['dots', '.'.repeat(200_000)],
    ['marks', '\u{301}'.repeat(200_000)],
    ['apostrophes', "a'".repeat(100_000)],
    ['backticks', '` '.repeat(100_000)],
    ['blanks', ' '.repeat(200_000)],
    ['line breaks', '\n'.repeat(200_000)],
    ['one word', 'a'.repeat(200_000)],
    ['quotes', '"'.repeat(200_000)],
  ])('a long run of %s is changed or passed over', (_, run) => {
    // In time that grows with the square of its length, the test would not end.
    const long: PromptParts = { ...prompts.boolean, input: { ...prompts.boolean.input, passage: `x ${run}@x` } }
    const results = ALL.map((item) => item.apply(long, { seed: 1 }))
    expect(results.every((result) => 'parts' in result || result.notApplicable !== '')).toBe(true)
  })

  test('a megabyte of text is changed and rendered, or passed over', () => {
    const text = 'The big people of 3 towns cannot say, because it is new, what color they want. '.repeat(13_000)
    const long: PromptParts = { ...prompts.boolean, input: { ...prompts.boolean.input, passage: text } }
    expect(text.length).toBeGreaterThan(1_000_000)
    const cut = ALL.filter((item) => {
      const result = item.apply(long, { seed: 1 })
      return 'parts' in result && renderParts(result.parts).length < 900_000
    })
    expect(cut.map(({ name }) => name)).toEqual([])
  })
})
