import { optionId } from '../../core/tasks/index.ts'
import type { ExampleParts } from './datasetFormat.ts'
import { listField, objectOf, textField, textsField } from './fields.ts'
import { Refused } from './refused.ts'

/**
 * The question of ARC and CommonsenseQA, in the form of the original files (`question: { stem, choices: [{ label, text }] }`)
 * or of the tables made of them (`question`, `choices: { label: […], text: […] }`). `answerKey` names a label, a letter
 * or a number: gold is the letter by position. Throws `Refused`.
 */
export function choiceQuestion(value: unknown): ExampleParts {
  const record = objectOf(value)
  const nested = typeof record['question'] === 'object'
  const asked = nested ? objectOf(record['question'], '"question"') : record
  const question = textField(asked, nested ? 'stem' : 'question')
  const { labels, texts } = choices(asked)
  const key = textField(record, 'answerKey')
  const index = labels.indexOf(key)
  if (index < 0) throw new Refused(`"answerKey" ${JSON.stringify(key)} is no choice's label (${labels.join(', ')})`)
  return {
    id: textField(record, 'id').replaceAll(/[\s/]/g, '_'),
    input: { question },
    options: texts,
    gold: optionId(index),
  }
}

function choices(asked: Readonly<Record<string, unknown>>) {
  if (Array.isArray(asked['choices'])) {
    const list = listField(asked, 'choices').map((choice) => objectOf(choice, 'a choice'))
    return { labels: list.map((one) => textField(one, 'label')), texts: list.map((one) => textField(one, 'text')) }
  }
  const table = objectOf(asked['choices'], '"choices"')
  const [labels, texts] = [textsField(table, 'label'), textsField(table, 'text')]
  if (labels.length !== texts.length) throw new Refused(`"choices" has ${labels.length} labels, ${texts.length} texts`)
  return { labels, texts }
}
