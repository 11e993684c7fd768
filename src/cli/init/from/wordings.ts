/** Holds ways of asking for cases that come without a prompt, and writes an instruction set as a file. */
import type { InstructionEntry } from '../../../schemas/index.ts'
import { instructionSetYaml } from '../../../sources/index.ts'
import type { ChosenKind, ChosenTask } from './chooseTask.ts'

/** One way to ask, with the fields of the task in braces. */
export interface Wording {
  readonly id: string
  readonly family: string
  readonly text: string
  readonly origin?: string | undefined
}

const wordings = (texts: Readonly<Record<string, string>>): readonly Wording[] =>
  Object.entries(texts).map(([family, text]) => ({ id: family, family, text }))

const ABOUT_PASSAGE: readonly Wording[] = wordings({
  plain: 'Answer the question about the text.\nText: {passage}\nQuestion: {question}',
  terse: '{passage}\nQ: {question}\nA:',
  polite: 'Could you please read this text and answer a question about it?\n{passage}\nThe question: {question}',
  question: 'Going by the following text, what is the answer to this: {question}\n\n{passage}',
  formal:
    'Given the passage below, provide the answer to the question that follows it.\nPassage: {passage}\nQuestion: {question}',
})

/** Wordings of each kind; all of one kind show the same fields. */
const STOCK: Readonly<Record<Exclude<ChosenKind, 'structured-output'>, readonly Wording[]>> = {
  'boolean-qa': wordings({
    plain: 'Read the text and answer the question with yes or no.\nText: {passage}\nQuestion: {question}',
    terse: '{passage}\n{question} Yes or no:',
    polite: 'Could you please tell me, with a yes or a no: {question}\nIt is about this text: {passage}',
    question: 'Going by the following text, is the answer to "{question}" yes or no?\n\n{passage}',
    formal:
      'Determine from the passage whether the question is to be answered with "yes" or with "no".\nPassage: {passage}\nQuestion: {question}',
  }),
  'text-classification': wordings({
    plain: 'Put the text into one of these classes: {labels}.\nText: {text}\nClass:',
    terse: '{text}\nOne of {labels}:',
    polite: 'Could you please say which of these fits the text best: {labels}?\n{text}',
    question: 'Which of {labels} is right for the following text?\n\n{text}',
    formal: 'Classify the text below. The only permitted answers are {labels}.\nText: {text}',
  }),
  'extractive-qa': wordings({
    plain: 'Answer the question with words copied from the text.\nText: {passage}\nQuestion: {question}',
    terse: '{passage}\nQ: {question}\nA (from the text):',
    polite: 'Could you please answer this with the words of the text only: {question}\nThe text: {passage}',
    question: 'Which words of the following text answer this: {question}\n\n{passage}',
    formal:
      'Extract from the passage the exact span that answers the question.\nPassage: {passage}\nQuestion: {question}',
  }),
  'free-answer': ABOUT_PASSAGE,
}

const ABOUT_NOTHING: readonly Wording[] = wordings({
  plain: 'Answer the question.\n{question}',
  terse: '{question}\nA:',
  polite: 'Could you please answer this for me: {question}',
  question: 'What is the answer to the following? {question}',
  formal: 'Provide a short and exact answer to the question below.\nQuestion: {question}',
})

/** Returns the wordings of this package for a task. */
export function stockWordings({ kind, fields }: ChosenTask): readonly Wording[] {
  if (kind === 'free-answer' && !Object.hasOwn(fields, 'passage')) return ABOUT_NOTHING
  return kind === 'structured-output' ? [] : STOCK[kind]
}

/** The parts of a whole set. */
export interface SetParts {
  readonly name: string
  readonly kind: ChosenKind
  readonly labels: ChosenTask['labels']
  readonly author: string
  readonly wordings: readonly Wording[]
}

/** Writes the set as a file. The first wording is the canonical one; nobody has reviewed any. */
export function setFile({ name, kind, labels, author, wordings: all }: SetParts): string {
  const instructions: InstructionEntry[] = all.map(({ id, family, text, origin }) => ({
    id,
    family,
    text,
    ...(origin !== undefined && { origin }),
  }))
  return instructionSetYaml(
    {
      set: name,
      task: kind,
      licence: 'not stated',
      author,
      reviewed: false,
      ...(labels !== null && { labels }),
      canonical: instructions[0]?.id ?? '',
      instructions,
    },
    `The first wording is what the others are compared with. Sign them: npx vitest-robustness review robustness/${name}/instructions.yaml`,
  )
}
