import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import type { DatasetFormat, ExampleParts } from './datasetFormat.ts'
import { indexField, listField, objectOf, optionalTexts, textField } from './_internal/toExample.ts'
import { jsonRecords } from '../files/jsonRecords.ts'
import { Refused } from '../files/textLines.ts'

/**
 * SQuAD 1.1 and 2.0: a JSON document `{ data: [{ title, paragraphs: [{ context, qas }] }] }`. Questions of one article
 * are one group; one without a title is named by its first question. Gold is the answer that most annotators gave, the
 * first of equals. An unanswerable question is refused: no span of its passage is right. An article's `title` and
 * `background` (QuAC has both) are optional fields. https://rajpurkar.github.io/SQuAD-explorer/
 */
export const squad: DatasetFormat = {
  name: 'squad',
  summary: 'SQuAD 1.1 and 2.0: JSON with data, paragraphs, qas; unanswerable questions are refused',
  extensions: ['.json'],
  recognises: (start) => start.trimStart().startsWith('{') && /"paragraphs"\s*:/.test(start),
  kind: 'extractive-qa',
  copies: 'refuse',
  records: (source, { maxRecordBytes = 4 * MAX_RECORD_BYTES }) =>
    jsonRecords(source, 2, maxRecordBytes, (rest, count) => {
      const data = rest !== null && typeof rest === 'object' ? (rest as { data?: unknown }).data : undefined
      return Array.isArray(data) && data.length === count
        ? null
        : 'SQuAD is a JSON object with "data": a list of articles'
    }),
  *items({ value }): Generator<() => ExampleParts> {
    const article = objectOf(value, 'the article')
    const title = typeof article['title'] === 'string' && article['title'] !== '' ? article['title'] : null
    const paragraphs = listField(article, 'paragraphs')
    const group = title ?? untitled(paragraphs)
    for (const raw of paragraphs) {
      const paragraph = objectOf(raw, 'the paragraph')
      const passage = textField(paragraph, 'context')
      const optional = optionalTexts(article, { title: 'title', background: 'background' })
      for (const question of listField(paragraph, 'qas'))
        yield () => Object.assign(toParts(objectOf(question), passage, group), optional)
    }
  },
}

/** Names an article without a title by its first question, whose id no other article has, wherever it stands in the file. */
function untitled(paragraphs: readonly unknown[]): string {
  const questions = paragraphs.flatMap((raw) => (Object(raw) as { readonly qas?: unknown }).qas ?? [])
  return `article of ${String((Object(questions[0]) as { readonly id?: unknown }).id)}`
}

function toParts(question: Readonly<Record<string, unknown>>, passage: string, group: string): ExampleParts {
  const id = textField(question, 'id')
  const name = `question ${JSON.stringify(id)}`
  if (question['is_impossible'] === true) throw new Refused(`${name} is unanswerable: no span of its passage is right`)
  const answers = listField(question, 'answers').map((answer) => objectOf(answer, `an answer of ${name}`))
  if (answers.length === 0) throw new Refused(`${name} has no answer`)
  const votes = new Map<string, number>()
  for (const answer of answers) {
    const [text, start] = [textField(answer, 'text'), indexField(answer, 'answer_start')]
    // The offsets count code points.
    if (!passage.startsWith(text, start) && [...passage].slice(start, start + [...text].length).join('') !== text) {
      throw new Refused(`${name}: the answer ${JSON.stringify(text)} is not at ${start} of its passage`)
    }
    votes.set(text, (votes.get(text) ?? 0) + 1)
  }
  const most = Math.max(...votes.values())
  const [gold = ''] = [...votes].find(([, count]) => count === most) ?? []
  return { id, group, input: { passage, question: textField(question, 'question') }, gold }
}
