import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { booleanQa as kind, multipleChoice, renderQuestion, taskHash } from '../core/tasks/index.ts'
import { variantPrompts } from '../core/variants/index.ts'
import { loadTask } from './loadTask.ts'
import { reloadTask } from './reloadTask.ts'
import { folder, messageOf } from './sources.testing.ts'

const row = (at: number, more: object = {}): string =>
  JSON.stringify({ input: { passage: `p${at}`, question: `q${at}` }, gold: 'yes', ...more })
const TITLED = [1, 2, 3].map((at) => row(at, { optional: { title: `T${at}`, url: 'nobody shows it' } }))
const set = (...texts: readonly string[]): string => `set: bool
task: boolean-qa
licence: MIT
author: x
canonical: i0
instructions:
${texts.map((text, at) => `  - { id: i${at}, family: f, text: '${text}' }`).join('\n')}
`
const PLAIN = '{passage} {question}'
const WITH_TITLE = '{title}: {passage} {question}'

/** Loads a task of lines and a set; `how` are further options of the two files. */
function load(
  lines: readonly string[],
  text: string,
  how: { readonly examples?: object; readonly instructions?: object; readonly demonstration?: object } = {},
) {
  const at = folder({ 'd.jsonl': lines.join('\n'), 'i.yaml': text })
  return loadTask(kind, {
    examples: { file: at('d.jsonl'), ...how.examples },
    instructions: { file: at('i.yaml'), ...how.instructions },
    ...(how.demonstration && {
      surroundings: { demonstrations: [{ input: how.demonstration as never, answer: 'no' }] },
    }),
  })
}
const asked = (task: ReturnType<typeof load>, variant: string): string[] =>
  task.examples.map((example) =>
    renderQuestion(
      task.instructions.find(({ id }) => id === variant)!,
      example,
      { labels: task.labels },
    ),
  )

describe('optional fields of a data set', () => {
  test('are shown by the instructions that name them, and by no other', () => {
    const task = load(TITLED, set(PLAIN, WITH_TITLE))
    expect(asked(task, 'i1')).toEqual(['T1: p1 q1', 'T2: p2 q2', 'T3: p3 q3'])
    expect(asked(task, 'i0')).toEqual(['p1 q1', 'p2 q2', 'p3 q3'])
    expect(task.examples.map(({ optional }) => optional)).toEqual([{ title: 'T1' }, { title: 'T2' }, { title: 'T3' }])
    expect(task.leftOut).toBeUndefined()
    expect(reloadTask('boolean-qa', 'bool', task.sources).hash).toBe(task.hash)
  })

  test('that no instruction shows change neither ids nor the hash of a task; those shown are part of it', () => {
    const bare = load(
      [1, 2, 3].map((at) => row(at)),
      set(PLAIN),
    )
    const carrying = load(TITLED, set(PLAIN))
    expect(carrying.hash).toBe(bare.hash)
    expect(carrying.examples.map(({ id, optional }) => [id, optional])).toEqual(
      bare.examples.map(({ id }) => [id, undefined]),
    )
    const shown = load(TITLED, set(PLAIN, WITH_TITLE))
    expect(shown.examples.map(({ id }) => id)).toEqual(bare.examples.map(({ id }) => id))
    const other = shown.examples.map((example) => ({ ...example, optional: { title: 'other' } }))
    expect(taskHash({ ...shown, examples: other })).not.toBe(shown.hash)
  })

  test('are perturbed where they are shown, and take no edits where they are not', () => {
    const titled = [row(1, { optional: { title: 'Remarkable expeditions southward' } })]
    const task = load(titled, set(PLAIN, WITH_TITLE))
    const prompts = variantPrompts(task)
    const inputOf = (variant: string) => {
      const prompt = prompts.promptOf(task.examples[0]!.id, variant)
      return 'parts' in prompt ? prompt.parts.input : prompt.notApplicable
    }
    expect(inputOf('i0')).toEqual({ passage: 'p1', question: 'q1' })
    expect(inputOf('i1')).toEqual({ title: 'Remarkable expeditions southward', passage: 'p1', question: 'q1' })
    // Nothing in the other fields is long enough for a typo.
    expect(inputOf('i1+swap-letters')).not.toEqual(inputOf('i1'))
    expect(prompts.applies(task.examples[0]!.id, 'i0+swap-letters')).toBe(false)
  })

  test('a hole is refused by name, with both ways out', () => {
    const holed = [...TITLED, row(4), row(5)]
    const at = folder({})
    const refused = (...args: Parameters<typeof load>) => messageOf(() => load(...args), at(''))
    expect([
      refused(holed, set(PLAIN, WITH_TITLE)),
      refused([row(1)], set(PLAIN, WITH_TITLE)),
      refused(TITLED, set(PLAIN, '{tilte} {passage} {question}', WITH_TITLE)),
      refused(TITLED, set(PLAIN, WITH_TITLE), { demonstration: { passage: 'p', question: 'q' } }),
      refused([row(1, { optional: { title: ' ' } })], set(PLAIN)),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: <folder>/i.yaml:8:5: instruction "i1" shows {title}, which 2 examples of 5 lack: <folder>/d.jsonl:4, <folder>/d.jsonl:5. Say onRefused: 'list' of the examples to leave those out, or of the instructions to leave the instruction out",
        "UsageError: <folder>/i.yaml:8:5: instruction "i1" mentions {title}, which boolean-qa has not (known: {passage}, {question}, {response})",
        "UsageError: <folder>/i.yaml:8:5: instruction "i1" mentions {tilte}, which boolean-qa has not (did you mean {title}?)",
        "UsageError: <folder>/i.yaml:2:7: task "bool": demonstration 1 lacks the input field "title"",
        "UsageError: <folder>/d.jsonl:1: /optional/title must not be blank, not " "",
      ]
    `)
  })

  test('examples that lack a field are left out by line where the suite lists them, and claims can say so', () => {
    const task = load([...TITLED, row(4), row(5)], set(PLAIN, WITH_TITLE), { examples: { onRefused: 'list' } })
    expect(asked(task, 'i1')).toEqual(['T1: p1 q1', 'T2: p2 q2', 'T3: p3 q3'])
    expect(task.sources[0]?.refused).toEqual({
      count: 2,
      first: [4, 5].map((line) => ({ line, reason: 'has no {title}, which instruction "i1" shows' })),
    })
    expect(task.leftOut).toEqual(['left out: 2 of 5 examples, without {title}, which instruction "i1" shows'])
    expect(reloadTask('boolean-qa', 'bool', task.sources).hash).toBe(task.hash)
  })

  test('instructions give way first where the suite lists them too', () => {
    const lists = { examples: { onRefused: 'list' }, instructions: { onRefused: 'list' } }
    const task = load([...TITLED, row(4)], set(PLAIN, WITH_TITLE, '{url} {passage} {question}'), lists)
    expect([task.examples.length, task.instructions.map(({ id }) => id)]).toEqual([4, ['i0']])
    expect(task.leftOut).toEqual([
      'left out: template "i1" needs {title}, which 1 of 4 examples lack',
      'left out: template "i2" needs {url}, which 1 of 4 examples lack',
    ])
    const at = folder({})
    expect([
      messageOf(() => load([...TITLED, row(4)], set(WITH_TITLE), lists), at('')),
      messageOf(
        () =>
          load([row(4)], set(WITH_TITLE, PLAIN), {
            ...lists,
            instructions: { ...lists.instructions, canonical: 'i0' },
          }),
        at(''),
      ),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: <folder>/i.yaml: no instruction is left: template "i0" needs {title}, which 1 of 4 examples lack",
        "UsageError: <folder>/i.yaml: the canonical instruction was left out: template "i0" needs {title}, which no example has",
      ]
    `)
  })

  test('a question about a given answer shows that answer under every instruction', () => {
    const given = [row(1, { input: { passage: 'p', question: 'q', response: 'r' } })]
    expect(asked(load(given, set('{passage} {question} {response}?')), 'i0')).toEqual(['p q r?'])
    const at = folder({})
    expect(messageOf(() => load(given, set(PLAIN)), at(''))).toContain('does not mention {response}')
  })

  test('readers keep them, and an empty cell of a mapped column is a field that the row lacks', () => {
    const at = folder({
      'boolq.jsonl': '{"question": "q", "title": "Beagle", "answer": true, "passage": "p"}\n',
      'quac.json': JSON.stringify({
        data: [
          {
            title: 'T',
            background: 'B',
            paragraphs: [
              { context: 'red fox', qas: [{ id: '1', question: 'q', answers: [{ text: 'fox', answer_start: 4 }] }] },
            ],
          },
        ],
      }),
      'openbookqa.jsonl':
        '{"id":"1","question":{"stem":"q","choices":[{"text":"a","label":"A"},{"text":"b","label":"B"}]},"fact1":"f","answerKey":"A"}\n',
      'm.csv': 'p,q,t,a\np1,q1,,yes\np2,q2,7,no\n',
      'flan.json': JSON.stringify({
        bool_q: [
          ['{text} {question}', '{answer}'],
          ['{title}\n{text} {question}', '{answer}'],
        ],
        openbookqa: [['{fact}\n{question}\n{options_}', '{answer}']],
      }),
    })
    const flan = (select: string) => ({ file: at('flan.json'), select })
    const boolq = loadTask(kind, { examples: { file: at('boolq.jsonl') }, instructions: flan('bool_q') })
    expect(asked(boolq, 'bool_q-2')).toEqual(['Beagle\np q'])
    const book = loadTask(multipleChoice, {
      examples: { file: at('openbookqa.jsonl') },
      instructions: flan('openbookqa'),
    })
    expect(asked(book, 'openbookqa-1')).toEqual(['f\nq\nOPTIONS:\n- a\n- b'])
    const columns = { input: { passage: 'p', question: 'q' }, optional: { title: 't' }, gold: 'a' }
    const mapped = { file: at('m.csv'), columns, onRefused: 'list' as const }
    const table = loadTask(kind, { examples: mapped, instructions: flan('bool_q') })
    expect(asked(table, 'bool_q-2')).toEqual(['7\np2 q2'])
    const listed = loadTask(kind, { examples: mapped, instructions: { ...flan('bool_q'), onRefused: 'list' } })
    expect([listed.examples.length, listed.instructions.map(({ id }) => id)]).toEqual([2, ['bool_q-1']])
  })
})

const DATA = join(import.meta.dirname, '../../../shared/data')

describe.skipIf(!existsSync(DATA))('public data (../shared/data)', () => {
  test('all ten templates that FLAN has for BoolQ are used on all of its rows', () => {
    const task = loadTask(kind, {
      examples: { file: join(DATA, 'boolq/dev.jsonl') },
      instructions: { file: join(DATA, 'flan/flan2021_templates.json'), select: 'bool_q', onRefused: 'list' },
    })
    expect([task.examples.length, task.instructions.length, task.leftOut]).toEqual([3270, 10, undefined])
    for (const question of asked(task, 'bool_q-9').slice(0, 50)) expect(question).not.toMatch(/\{title\}|undefined/)
  })
})
