/** Writes the suite of `init` for cases of the user's own. */
import type { ChosenKind } from './chooseTask.ts'

/** The parts that a suite is written from. */
export interface SuiteParts {
  readonly name: string
  /** The file that it was taken from. */
  readonly from: string
  readonly kind: ChosenKind
  /** The value of `examples`, as source text. */
  readonly examples: string
  /** Says whether the set has more than its canonical wording. */
  readonly reworded: boolean
  /** Says for free answers whether an answer that holds the reference is right, or only one that equals it. */
  readonly contains: boolean
}

const FACTORIES: Readonly<Record<ChosenKind, string>> = {
  'boolean-qa': 'booleanQa',
  'text-classification': 'textClassification',
  'extractive-qa': 'extractiveQa',
  'free-answer': 'freeAnswer',
  'structured-output': 'structuredOutput',
}

/** The limits of the claims that are written: a beginning, for which a few dozen cases are enough. */
export const LIMITS = { flipRate: 0.15, accuracy: 0.8, margin: 0.1 }

/** Returns the module's text. */
export function suiteModule({ name, from, kind, examples, reworded, contains }: SuiteParts): string {
  const factory = FACTORIES[kind]
  const stays = [
    "  test('keeps its answer when the instruction is reworded', async () => {",
    `    await expect(release().on(task)).toBeStableUnderParaphrase({ maxFlipRate: ${LIMITS.flipRate} })`,
    '  })',
  ]
  return [
    '/**',
    ` * Made from ${from.replaceAll('*/', '* /')} by vitest-robustness init. The limits are a beginning: \`npx vitest-robustness plan\` says which`,
    ' * ones so many examples can decide, and docs/claims.md of the package has the other matchers.',
    ...(kind === 'free-answer'
      ? [
          ' * A judge that was never held against humans decides nothing: until `judge` has a card, these claims are advisory.',
        ]
      : []),
    ' */',
    "import { describe, expect, test } from 'vitest'",
    `import { ${[factory, 'release'].toSorted().join(', ')} } from 'vitest-robustness'`,
    '',
    `const task = ${factory}({`,
    `  name: '${name}',`,
    `  examples: ${examples},`,
    '  instructions: `${import.meta.dirname}/instructions.yaml`,',
    ...(kind === 'structured-output' ? ['  schema: `${import.meta.dirname}/schema.json`,'] : []),
    ...(kind === 'free-answer' ? judgeLines(contains) : []),
    '})',
    '',
    `describe('${name}', () => {`,
    ...(reworded
      ? stays
      : [
          '  // Once the set has rewordings (npx vitest-robustness paraphrase):',
          ...stays.map((line) => line.replace('  ', '  // ')),
        ]),
    "  test('answers 8 of 10 right', async () => {",
    `    await expect(release().on(task)).toStayAbove({ accuracy: ${LIMITS.accuracy} })`,
    '  })',
    '  // Waits until a release is accepted, and holds the next ones against it.',
    "  test('is at most 10 points worse than the accepted release', async () => {",
    `    await expect(release().on(task)).toBeNoWorseThanBaseline({ metric: 'accuracy', by: ${LIMITS.margin} })`,
    '  })',
    '})',
    '',
  ].join('\n')
}

function judgeLines(contains: boolean): string[] {
  return contains
    ? [
        '  // Right is what holds the reference answer.',
        "  judge: { name: 'contains', score: (answer, { gold }) => (answer.toLowerCase().includes(gold.toLowerCase()) ? 1 : 0) },",
      ]
    : [
        '  // Right is what is the reference answer, but for case, articles and punctuation.',
        "  judge: { name: 'same-words', score: () => 0 },",
      ]
}
