import { UsageError } from '../../core/types/index.ts'
import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import type { DataRecord } from '../files/openSource.ts'
import type { TextLine } from '../files/textLines.ts'
import { Refused, textLines } from '../files/textLines.ts'

const RELATIONS = [
  'Cause-Effect',
  'Component-Whole',
  'Content-Container',
  'Entity-Destination',
  'Entity-Origin',
  'Instrument-Agency',
  'Member-Collection',
  'Message-Topic',
  'Product-Producer',
]
const LABELS = [...RELATIONS.flatMap((name) => [`${name}(e1,e2)`, `${name}(e2,e1)`]), 'Other']
const WAY = 'expected: a line ID<TAB>"sentence", a line with the relation, a line "Comment:", a blank line'

/**
 * The TXT files of SemEval-2010 Task 8: four lines an item, CRLF or LF. Head is e1, tail is e2; the label says the
 * direction, `Message-Topic(e1,e2)`. https://aclanthology.org/S10-1006/
 */
export const semeval2010Task8: DatasetFormat = {
  name: 'semeval2010-task8',
  summary: 'SemEval-2010 Task 8, TXT with four lines an item (TRAIN_FILE.TXT, TEST_FILE_FULL.TXT)',
  extensions: ['.txt'],
  recognises: (start) => /^\u{FEFF}?\s*\d+\t"/u.test(start),
  kind: 'relation-extraction',
  copies: 'refuse',
  *records(source, { maxRecordBytes = MAX_RECORD_BYTES }): Generator<DataRecord> {
    let item: TextLine[] = []
    for (const line of textLines(source, maxRecordBytes)) {
      if (line.text.trim() !== '') {
        item.push(line)
        if (item.length > 3) throw new UsageError(`not an item of SemEval-2010 Task 8; ${WAY}`, at(line))
        continue
      }
      if (item[0] !== undefined) yield { at: at(item[0]), value: whole(item) }
      item = []
    }
    if (item[0] !== undefined) yield { at: at(item[0]), value: whole(item) }

    function at({ line }: TextLine) {
      return { file: source.file, line }
    }
    function whole(lines: readonly TextLine[]): readonly string[] {
      const [first, second, third] = lines
      const fine = first && /^\d+\t"/.test(first.text.trimStart()) && second && third?.text.startsWith('Comment:')
      if (fine) return lines.map(({ text }) => text)
      const last = lines.at(-1)
      const end = last?.ended === false ? ' (the file ends here: is it cut off?)' : ''
      throw new UsageError(`not an item of SemEval-2010 Task 8${end}; ${WAY}`, first && at(first))
    }
  },
  items: ({ value }, { marks = true }) => [
    () => {
      const [first = '', label = ''] = value as readonly string[]
      const [, id = '', quoted = ''] = /^\s*(\d+)\t"(.*)"\s*$/.exec(first) ?? []
      if (id === '') throw new Refused('the sentence is not in quotes after a number and a tab')
      const gold = label.trim()
      if (!LABELS.includes(gold)) throw new Refused(`${JSON.stringify(gold)} is none of the task's 19 labels`)
      const [head, tail] = [mention(quoted, 'e1'), mention(quoted, 'e2')]
      const sentence = marks ? quoted : quoted.replaceAll(/<\/?e[12]>/g, '')
      return { id, input: { sentence, head, tail }, gold, slices: { relation: gold.replace(/\(.*/, '') } }
    },
  ],
  labels: () => Object.fromEntries(LABELS.map((label) => [label, label])),
}

function mention(sentence: string, tag: string): string {
  const found = [...sentence.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'g'))]
  const text = found[0]?.[1]?.trim() ?? ''
  if (found.length !== 1 || text === '') throw new Refused(`the sentence must mark one <${tag}>…</${tag}>`)
  return text
}
