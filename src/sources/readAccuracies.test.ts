import { describe, expect, test } from 'vitest'
import { folder, messageOf } from './sources.testing.ts'
import { readAccuracies, type AccuracyOptions } from './readAccuracies.ts'

const PLAIN: AccuracyOptions = { columns: {}, models: null, seen: null, where: [], percent: false }
const LONG = 'model,instruction,dataset,accuracy\na,i1,d,0.5\na,i2,d,0.25\nb,i1,d,\nb,i2,d,1\n'
const read = (text: string, name: string, options: Partial<AccuracyOptions> = {}) => {
  const at = folder({ [name]: text })
  return readAccuracies([at(name)], { ...PLAIN, ...options })
}
const shown = (...args: Parameters<typeof read>) =>
  read(...args).cells.map(
    ({ dataset, instruction, model, accuracy }) => `${dataset}/${instruction}/${model} ${accuracy}`,
  )

describe('a table of accuracies is read', () => {
  test('with a row for each figure; empty ones are counted', () => {
    expect(shown(LONG, 't.csv')).toEqual(['d/i1/a 0.5', 'd/i2/a 0.25', 'd/i2/b 1'])
    expect(read(LONG, 't.csv').missing).toEqual([{ model: 'b', places: 1, figures: 1 }])
    expect(shown(LONG.replaceAll(',', '\t'), 't.tsv')).toEqual(shown(LONG, 't.csv'))
    expect(shown(LONG, 't.csv', { models: ['b', 'a'] })).toEqual(['d/i2/b 1', 'd/i1/a 0.5', 'd/i2/a 0.25'])
  })

  test('with a column for each model', () => {
    const wide = 'prompt,x,y\np1,60%,7.5%\np2,50.0%,n/a\n'
    expect(shown(wide, 'wide.csv', { models: ['x', 'y'] })).toEqual([
      'wide/p1/x 0.6',
      'wide/p2/x 0.5',
      'wide/p1/y 0.075',
    ])
    expect(shown('prompt,x\np1,60\n', 'w.csv', { models: ['x'], percent: true })).toEqual(['w/p1/x 0.6'])
  })

  test('from JSON, as a list, as named records, and as lines', () => {
    const records = { '1': { template: 't', accs: { a: 0.1, b: 0.2 } }, '2': { template: 't', accs: { a: 0.3 } } }
    const wanted = ['j/1/a 0.1', 'j/2/a 0.3', 'j/1/b 0.2']
    expect(shown(JSON.stringify({ paraphrases: records }), 'j.json')).toEqual(wanted)
    expect(shown(JSON.stringify(Object.values(records)), 'j.json')).toEqual(['j/t/a 0.2', 'j/t/b 0.2'])
    const nested = [{ variant: 'i', model: 'a', result: { acc: 0.5 } }]
    expect(shown(JSON.stringify(nested), 'j.json', { columns: { score: 'result.acc' } })).toEqual(['j/i/a 0.5'])
    const lines = Object.entries(records).map(([variant, { accs }]) => JSON.stringify({ variant, accs }))
    expect(shown(lines.join('\n'), 'j.jsonl')).toEqual(wanted)
  })

  test('rows without an instruction are never those of another file', () => {
    const at = folder({ 'a.csv': 'task,acc\nd,0.5\nd,0.6\n', 'b.csv': 'task,acc\nd,0.7\n' })
    const { cells, repeated } = readAccuracies([at('a.csv'), at('b.csv')], PLAIN)
    expect([cells.length, repeated]).toEqual([3, 0])
  })

  test('a cell that stands there more than once counts by its mean, and is counted', () => {
    const { cells, repeated } = read(`${LONG}a,i1,d,0.7\n`, 't.csv')
    expect([cells[0]!.accuracy, repeated]).toEqual([0.6, 1])
  })

  test('seen instructions by the values that are named, or by plain words', () => {
    const kinds = 'instruction,kind,acc\na,clean,1\nb,noisy,1\nc,,1\n'
    const seenOf = (text: string, more: Partial<AccuracyOptions>) =>
      read(text, 's.csv', more).cells.map(({ seen }) => seen)
    expect(seenOf(kinds, { columns: { seen: 'kind' }, seen: ['clean'] })).toEqual([true, false, undefined])
    expect(seenOf('instruction,seen,acc\na,yes,1\nb,False,1\nc,unseen,1\n', {})).toEqual([true, false, false])
  })

  test('seen in any case of letters; an empty or unknown cell is neither, and all of it is said', () => {
    const kinds = 'instruction,kind,acc\na,yes,1\nb,Yes,1\nc,,1\nd,null,1\ne,nope,1\n'
    const { cells, remarks } = read(kinds, 's.csv', { columns: { seen: 'kind' }, seen: ['YES'] })
    expect(cells.map(({ seen }) => seen)).toEqual([true, true, undefined, undefined, false])
    expect(remarks).toEqual([
      'Seen: yes, Yes (2 figures); unseen: nope (1 figure); neither: 2 figures whose cell is empty or says that it is not known.',
    ])
    expect(read('instruction,seen,acc\na,yes,1\nb,,1\n', 's.csv').remarks).toEqual([
      'Seen: yes (1 figure); unseen: none (0 figures); neither: 1 figure whose cell is empty or says that it is not known.',
    ])
  })

  test('files of one name are data sets of their own, and a file counts once', () => {
    const table = 'instruction,acc\ni,0.5\n'
    const at = folder({ 'x.csv': table, 'x.json': '[{"variant":"i","acc":0.5}]' })
    const other = folder({ 'x.csv': table.replace('0.5', '0.7'), 'y.csv': table })
    const { cells, repeated } = readAccuracies([at('x.csv'), other('x.csv'), other('y.csv')], PLAIN)
    const parent = (path: string) => path.split('/').slice(-2).join('/').replace('.csv', '')
    expect(cells.map(({ dataset, accuracy }) => [dataset, accuracy])).toEqual([
      [parent(at('x.csv')), 0.5],
      [parent(other('x.csv')), 0.7],
      ['y', 0.5],
    ])
    expect(repeated).toBe(0)
    expect(readAccuracies([at('x.csv'), at('x.json')], PLAIN).cells.map(({ dataset }) => dataset)).toEqual([
      'x.csv',
      'x.json',
    ])
    expect(messageOf(() => readAccuracies([at('x.csv'), at('./x.csv')], PLAIN), at(''))).toBe(
      'UsageError: <folder>/x.csv is given twice: each file counts once, so name it once',
    )
  })

  test('a model without any figure is named with its places', () => {
    const table = 'instruction,model,acc\na,x,1\na,y,NaN\nb,y,n/a\nb,x,\nc,y,null\nd,y,-\n'
    expect(read(table, 't.csv').missing).toEqual([
      { model: 'x', places: 1, figures: 1 },
      { model: 'y', places: 4, figures: 0 },
    ])
    expect(messageOf(() => read(table, 't.csv', { models: ['y'] }))).toBe(
      'UsageError: --models: no figure of "y": 4 places of it, and none holds one',
    )
  })

  test('only rows that hold a value, in CSV and in JSON, with a count of those left out', () => {
    const where = [{ column: 'correct', value: 'true' }]
    const table = 'instruction,correct,acc\na,True,1\nb,False,0\nc,,0.5\n'
    expect(shown(table, 't.csv', { where })).toEqual(['t/a/model 1'])
    expect(read(table, 't.csv', { where }).remarks).toEqual([
      '--where correct=true: 2 of 3 rows left out, 1 of them without a value there.',
    ])
    const named = JSON.stringify({ a: { correct: true, accs: { m: 1 } }, b: { correct: false, accs: { m: 0 } } })
    expect(shown(named, 'j.json', { where })).toEqual(['j/a/m 1'])
    // Rows without an instruction keep their numbers.
    expect(shown('correct,acc\nno,0\ntrue,1\n', 't.csv', { where })).toEqual(['t/t, row 2/model 1'])
    const refused = (column: string, value: string) =>
      messageOf(() => read(table, 't.csv', { where: [{ column, value }] })).replace(/\S*t\.csv/, 't.csv')
    expect([refused('corect', 'true'), refused('correct', 'maybe')]).toMatchInlineSnapshot(`
      [
        "UsageError: t.csv: --where: no column "corect" (did you mean "correct"?)",
        "UsageError: --where: no row has correct=maybe (known: "True", "False")",
      ]
    `)
  })

  test('a choice among columns is said, two of one name are refused, and shares that were divided are doubted', () => {
    expect(read('instruction,accuracy,acc\na,1,0\n', 't.csv').remarks).toEqual([
      'The column accuracy is taken for score; acc stands there too: --columns score=acc takes that one.',
    ])
    expect(read('instruction,accuracy,acc\na,1,0\n', 't.csv', { columns: { score: 'acc' } }).remarks).toEqual([])
    const twice = messageOf(() => read('instruction,model,acc,model\na,x,1,y\n', 't.csv'))
    expect(twice.replace(/\S*t\.csv/, 't.csv')).toBe(
      'UsageError: t.csv: two columns are called "model": give each a name of its own',
    )
    expect(read('instruction,acc\na,0.5\nb,1\n', 't.csv', { percent: true }).remarks).toEqual([
      '--percent: every figure lies between 0 and 1 as it stands, and was divided by 100: if they are shares already, leave --percent out.',
    ])
    expect(read('instruction,acc\na,0.5\nb,60\n', 't.csv', { percent: true }).remarks).toEqual([])
  })

  test('names of data are no names of the language', () => {
    const hostile = '[{"variant":"toString","accs":{"__proto__":0.5,"constructor":0.25}}]'
    expect(shown(hostile, 'h.json')).toEqual(['h/toString/__proto__ 0.5', 'h/toString/constructor 0.25'])
    expect(messageOf(() => read('instruction,acc\na,1\n', 'h.csv', { columns: { seen: '__proto__' } }))).toContain(
      'no column',
    )
  })

  test('or refused by place', () => {
    const refused = (text: string, name: string, options: Partial<AccuracyOptions> = {}) => {
      const at = folder({ [name]: text })
      return messageOf(() => readAccuracies([at(name)], { ...PLAIN, ...options }), at(''))
    }
    expect([
      refused('instruction,acc\na,60\n', 't.csv'),
      refused('instruction,acc\na,-0.1\n', 't.csv'),
      refused('instruction,acc\na,0.5x\n', 't.csv'),
      refused('instruction,acc\na,101%\n', 't.csv'),
      refused('instruction,rate\na,0.5\n', 't.csv'),
      refused(LONG, 't.csv', { columns: { score: 'acuracy' } }),
      refused(LONG, 't.csv', { models: ['c'] }),
      refused('instruction,seen,acc\na,maybe,1\n', 't.csv'),
      refused('instruction,seen,acc\na,clean,1\n', 't.csv', { seen: ['claen'] }),
      refused('instruction,model,acc\na,,1\n', 't.csv'),
      refused('[1, 2]', 't.json'),
      refused('{"a": ', 't.json'),
      refused('3', 't.json'),
      refused('', 't.csv'),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: <folder>/t.csv:2: "60" is no accuracy between 0 and 1: say --percent if figures are in percent",
        "UsageError: <folder>/t.csv:2: "-0.1" is no accuracy between 0 and 1",
        "UsageError: <folder>/t.csv:2: "0.5x" is no accuracy between 0 and 1",
        "UsageError: <folder>/t.csv:2: "101%" is no accuracy between 0 and 1",
        "UsageError: <folder>/t.csv has no column of accuracies. Its columns are instruction, rate; say --columns score=… for one figure a row, or --models … for a column of each model",
        "UsageError: <folder>/t.csv: no column "acuracy", which is to hold score (did you mean "accuracy"?)",
        "UsageError: --models: no figure of "c" (known: "a", "b")",
        "UsageError: <folder>/t.csv:2: "maybe" says neither seen nor unseen: name the seen ones with --seen",
        "UsageError: --seen: no instruction has "claen" (did you mean "clean"?)",
        "UsageError: <folder>/t.csv:2: column "model" names no model",
        "UsageError: <folder>/t.json: a table in JSON is a list of records, or an object of them by name",
        "UsageError: <folder>/t.json: not valid JSON (Unexpected end of JSON input)",
        "UsageError: <folder>/t.json: a table in JSON is a list of records, or an object of them by name",
        "UsageError: <folder>/t.csv holds no rows",
      ]
    `)
  })
})
