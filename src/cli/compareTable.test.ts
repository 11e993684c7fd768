import { describe, expect, test } from 'vitest'
import { cliIn, folderWith } from './cliIn.testing.ts'

const HOSTILE = '<img src=x onerror=alert(1)>\u202E`|'
/** Eight made-up data sets; the second model is ten points better on each, the first loses five on unseen wordings. */
const ROWS = Array.from({ length: 8 }, (_, at) =>
  ['old', 'new'].flatMap((model) =>
    ['yes', 'no'].map((seen, kind) => {
      const accuracy = 50 + at + (model === 'new' ? 10 + (at % 3) : 0) - (model === 'old' ? kind * (5 + (at % 2)) : 0)
      return `${model},${seen},w${kind},d${at},${accuracy}%`
    }),
  ),
).flat()
const TABLE = ['model,seen,instruction,dataset,accuracy', ...ROWS, ''].join('\n')

describe('compare --table', () => {
  test('shows figures, gaps and ranks, and what is not established', async () => {
    const folder = await folderWith({ 'acc.csv': TABLE })
    const { code, out, err } = await cliIn(folder, 'compare', '--table', 'acc.csv', '--examples', '400')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatchInlineSnapshot(`
      "Comparison of 2 releases. It decides nothing.
        old  published table, 16 cells
        new  published table, 16 cells

      mean over 8 data sets: mean over instructions
        old  0.508 [0.492, 0.523]
        new  0.644 [0.625, 0.661]

      mean over 8 data sets: worst instruction
        old  0.480 [0.465, 0.495]
        new  0.644 [0.625, 0.659]

      mean over 8 data sets: best instruction
        old  0.535 [0.520, 0.551]
        new  0.644 [0.625, 0.660]

      mean over 8 data sets: spread
        old  0.055 [0.051, 0.059]
        new  0.000

      mean over 8 data sets: standard deviation
        old  0.039 [0.036, 0.042]
        new  0.000

      mean over 8 data sets: mean over instructions, seen
        old  0.535 [0.519, 0.550]
        new  0.644 [0.626, 0.660]

      mean over 8 data sets: mean over instructions, unseen
        old  0.480 [0.465, 0.495]
        new  0.644 [0.626, 0.660]

      Seen against unseen instructions
        old  0.535 on seen, 0.480 on unseen, gap +0.055 [0.05, 0.06]; of 8 data sets 8
            above 0, 0 below, p 0.008, with Holm 0.016: established
        new  0.644 on seen, 0.644 on unseen, gap 0.000; of 8 data sets 0 above 0, 0
            below, p 1.000, with Holm 1.000: not established (the same in all, so
            there is no interval)

      8 data sets: ranks
        new over old +0.136 [0.13, 0.15]; of 8 data sets 8 above 0, 0 below, p 0.008,
            with Holm 0.023: established

      8 data sets, seen: ranks
        new over old +0.109 [0.10, 0.12]; of 8 data sets 8 above 0, 0 below, p 0.008,
            with Holm 0.023: established

      8 data sets, unseen: ranks
        new over old +0.164 [0.15, 0.18]; of 8 data sets 8 above 0, 0 below, p 0.008,
            with Holm 0.023: established

      Gaps: mean on seen minus mean on unseen instructions of each data set.
        Established where the exact sign test over data sets, with Holm's correction
        for 2 models, is below 0.05 and the 95% bootstrap interval over data sets
        excludes 0, or all differences are the same and not 0.
      Ranks: each pair on what both were asked. Established where the exact sign test
        over data sets, with Holm's correction for the 3 pairs here, is below 0.05 and
        the 95% bootstrap interval of the mean difference excludes 0. All are
        established.
      8 data sets, seen: over 8 instructions seen for both of each pair.
      8 data sets, unseen: over 8 instructions unseen for both of each pair.

      Read from 1 file of accuracies; every figure follows from these, and none from
        answers.
      Intervals: 95%, a bootstrap over 8 data sets, or over the instructions of one;
        of fewer than six there is none.
      With 400 examples behind a figure, chance alone gives it a standard deviation of
        up to 0.025: worst, best and spread are the more extreme for it.
      Flip rate, consistency, robust accuracy and whatever else is about single
        answers cannot be known from accuracies: two instructions of 0.60 may agree on
        every example or differ on 80% of them.

      Figures of each of the 8 data sets: --format markdown, html or json.
      "
    `)
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    const markdown = await cliIn(folder, 'compare', '--table', 'acc.csv', '-f', 'markdown')
    expect(markdown.out.slice(markdown.out.indexOf('### Seen'), markdown.out.indexOf('- Gaps'))).toMatchInlineSnapshot(`
      "### Seen against unseen instructions

      | release | seen | unseen | gap | exact sign test | finding |
      | --- | --- | --- | --- | --- | --- |
      | old | 0.535 | 0.480 | &#43;0.055 &#91;0.05, 0.06&#93; | of 8 data sets 8 above 0, 0 below, p 0.008, with Holm 0.016 | established |
      | new | 0.644 | 0.644 | 0.000 | of 8 data sets 0 above 0, 0 below, p 1.000, with Holm 1.000 | not established (the same in all, so there is no interval) |

      ### Ranks: 8 data sets

      | pair | mean difference | exact sign test | finding |
      | --- | --- | --- | --- |
      | new over old | &#43;0.136 &#91;0.13, 0.15&#93; | of 8 data sets 8 above 0, 0 below, p 0.008, with Holm 0.023 | established |

      ### Ranks: 8 data sets, seen

      | pair | mean difference | exact sign test | finding |
      | --- | --- | --- | --- |
      | new over old | &#43;0.109 &#91;0.10, 0.12&#93; | of 8 data sets 8 above 0, 0 below, p 0.008, with Holm 0.023 | established |

      ### Ranks: 8 data sets, unseen

      | pair | mean difference | exact sign test | finding |
      | --- | --- | --- | --- |
      | new over old | &#43;0.164 &#91;0.15, 0.18&#93; | of 8 data sets 8 above 0, 0 below, p 0.008, with Holm 0.023 | established |

      "
    `)
  })

  test('refuses what a table cannot show, and says why', async () => {
    const folder = await folderWith({ 'acc.csv': TABLE, 'by.csv': 'model,instruction,score\na,i,0.5\n' })
    const refused = async (...args: string[]) => {
      const { code, err } = await cliIn(folder, ...args)
      return `${code}: ${err.trim().replace(/\S*\/(?=acc\.csv)/, '')}`
    }
    expect([
      await refused('compare', '--table', 'acc.csv', '--metrics', './own.mjs#flips'),
      await refused('compare', '--table', 'acc.csv', '--columns', 'answer=accuracy'),
      await refused('compare', '--table', 'acc.csv', '--score', 'accuracy'),
      await refused('compare', '--table'),
      await refused('compare', '--table', 'acc.csv', '--examples', 'many'),
      await refused('compare', 'acc.csv', 'acc.csv', '--seen', 'yes'),
      await refused('gate', '--table', 'acc.csv'),
      await refused('compare', '--table', 'acc.csv', '--where', 'dataset'),
      await refused('compare', '--table', 'acc.csv', 'acc.csv'),
      await refused('gate', '--baseline', 'by.csv', '--candidate', 'by.csv'),
    ]).toMatchInlineSnapshot(`
      [
        "2: --metrics ./own.mjs#flips is computed of single answers. A table of accuracies does not hold them: which answers changed between two instructions cannot be known from how many were right. Compare the logs of the answers instead",
        "2: --columns answer=… is about single answers, which a table of accuracies does not hold; its columns may hold model, variant, score, task, family, seen. With single answers compare the logs, without --table",
        "2: --score is for logs of answers; of a table, --columns score=… names the column of accuracies",
        "2: compare --table needs a table of accuracies, or several",
        "2: --examples many: how many examples are behind each accuracy, a whole number from 1",
        "2: compare --seen is for tables of accuracies: say --table too",
        "2: gate --table: a table of accuracies holds no single answers, so no release can be decided on by it: npx vitest-robustness compare --table shows what follows from it",
        "2: --where "dataset": column=value, e.g. --where correct=true",
        "2: acc.csv is given twice: each file counts once, so name it once",
        "2: by.csv:2: this csv record cannot be used: it has neither example nor prompt, so no cell can be found. Its columns are model, instruction, score; an example is called example, example_id, id, case_id, doc_id, question_id. With other names, --columns example=<column>. A table of accuracies by instruction holds no single answers: npx vitest-robustness compare --table reads it",
      ]
    `)
  })

  test('names models without figures, and long names stay apart', async () => {
    const long = 'meta-llama/Llama-2-13b-chat-hf-tuned-on-templates'
    const folder = await folderWith({
      'acc.csv': [
        'model,instruction,dataset,accuracy',
        ...[`${long}-a`, `${long}-b`].flatMap((model, at) =>
          [0, 1].map((dataset) => `${model},i,d${dataset},0.${at + 5}`),
        ),
        'gone,i,d0,NaN',
        'gone,i,d1,-',
        '',
      ].join('\n'),
    })
    const { out } = await cliIn(folder, 'compare', '--table', 'acc.csv')
    expect(out.slice(0, out.indexOf('mean over')).trim()).toMatchInlineSnapshot(`
      "Comparison of 2 releases. It decides nothing.
        meta-llama/Llam…on-templates-a  published table, 2 cells
        meta-llama/Llam…on-templates-b  published table, 2 cells"
    `)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'gone is not compared: it has no figure, and 2 places of the table without one.',
    )
  })

  test('long names that differ in the middle alone are not cut', async () => {
    const names = ['one', 'two'].map((middle) => `${'a'.repeat(20)}-${middle}-${'b'.repeat(20)}`)
    const rows = names.map((name) => `${name},i,d,0.5`)
    const folder = await folderWith({ 'acc.csv': ['model,instruction,dataset,accuracy', ...rows, ''].join('\n') })
    const { out } = await cliIn(folder, 'compare', '--table', 'acc.csv')
    for (const name of names) expect(out).toContain(`  ${name}  0.500`)
  })

  test('its page runs no code, loads nothing, and escapes every name', async () => {
    const folder = await folderWith({
      'acc.csv': TABLE.replaceAll('new', `"${HOSTILE}"`).replaceAll('d3', `"${HOSTILE}"`),
    })
    const { code, out } = await cliIn(folder, 'compare', '--table', 'acc.csv', '--format', 'html')
    expect(code).toBe(0)
    expect(out).toMatch(/^<!doctype html>[^]*<\/html>\n$/)
    expect(out).toContain("default-src 'none'; style-src 'sha256-")
    expect(out).not.toMatch(/<script|<img|<link|https?:|\u202E/)
    expect(out).toContain('&#60;img src=x onerror=alert(1)&#62;')
    expect(out).toContain('established')
    const names = [...out.matchAll(/<h2><bdi>([^<]*)<\/bdi>/g)].map(([, name]) => name)
    expect(names.slice(0, 2)).toEqual(['mean over 8 data sets', 'd0'])
    expect(names.slice(-4)).toEqual([
      'Seen against unseen instructions',
      'Ranks: 8 data sets',
      'Ranks: 8 data sets, seen',
      'Ranks: 8 data sets, unseen',
    ])
  })
})
