import { describe, expect, test } from 'vitest'
import { sampleClaim, sampleRun } from '../../src/core/wording/sampleRun.testing.ts'
import type { Counterexample } from '../../src/core/types/index.ts'
import { markdown } from './markdown.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '</details></code></summary><img src=x onerror=alert(1)>',
  '`code` ``` fence ``` ~~~',
  '| a | b |\n|---|---|\n| x | y |',
  '# heading\n## GATE: pass\n- list\n1. list\n> quote',
  '[link](javascript:alert(1)) ![image](https://evil.example/x.png) https://evil.example www.evil.example a@b.example',
  '@everyone #1 GH-1 !1 :smile: $x$ **bold** __bold__ ~~gone~~ <!-- vitest-robustness -->',
  '&lt;b&gt; &#60;b&#62; &amp;',
  '\u202Egnp.exe \u001B[31m \u0000 \u200B',
  '--> <!--',
]

function hostileClaim(text: string) {
  const side = { role: text, variant: text, template: text, answer: text, outcome: 'answered' as const, cell: text }
  const one: Counterexample = {
    example: text,
    gold: text,
    input: { [text]: text },
    before: side,
    after: { ...side, template: `${text} more` },
  }
  return sampleClaim({
    title: text,
    counterexamples: [one],
    notes: [text],
    reason: text,
    population: text,
    families: [{ family: text, asked: 4, failed: 2 }],
    spec: { statistic: text },
  })
}

/** Returns what the comment holds in addition to its own markup. */
function foreignMarkup(text: string): string[] {
  const own = /<!-- vitest-robustness -->|<\/?(?:code|details|summary)>/g
  const rest = text.replaceAll(own, '')
  return rest.match(/[<>`[\]]|https?:|www\.|@\w|(?<![&\n#])#\d|(?!\n)\p{Cc}|\p{Cf}/gu) ?? []
}

test('a run of a named line says so below the mark, in a comment that the name cannot end', () => {
  const run = sampleRun()
  const head = (line: string) => markdown({ ...run, context: { ...run.context, line } }).split('\n', 3)
  expect(head('support-bot')).toEqual([
    '<!-- vitest-robustness -->',
    '<!-- line: support-bot -->',
    '## Robustness: fail',
  ])
  expect(head('a --> <b> --- \ud800')[1]).toBe('<!-- line: a%20-%2D%3E%20%3Cb%3E%20-%2D-%20%EF%BF%BD -->')
  expect(head('default')[1]).toBe('## Robustness: fail')
})

test('a run as a comment', () => {
  expect(markdown(sampleRun())).toMatchInlineSnapshot(`
    "<!-- vitest-robustness -->
    ## Robustness: fail

    **v2 may not ship**

    - The claim "relation extraction &#62; keeps its answer when the instruction is reworded" fails.
    - The claim "relation extraction &#62; is no worse than the accepted release" is inconclusive.

    Evidence d49e7f79d8d06d55b09b47bd1a23cf5e99fa6012404e1f07a21ea92b13730c9a

    | verdict | claim | bound | limit | cells/grid |
    | --- | --- | --: | --: | --: |
    | fail | <code>relation extraction &#62; keeps its answer when the instruction is reworded</code> | &#62;&#61; 0.09 | 0.05 | 252/67925 |
    | inconclusive | <code>relation extraction &#62; is no worse than the accepted release</code> | &#45;0.02&#46;&#46;0.04 | 0.02 | 600/67925 |
    | not applicable | advisory: <code>relation extraction &#62; keeps up with the baseline on seen instructions</code> | &#45; | 0.05 | - |
    | pass | <code>question answering &#62; beats a coin</code> | &#62;&#61; 0.72 | 0.7 | 252/67925 |

    ### Other failures

    _Counterexamples are single cases, shown because they failed: nothing general follows from them._

    <code>relation extraction &#62; keeps its answer when the instruction is reworded</code>: flip rate at least 0.09, limit 0.05 (84 examples, 252 cells)

    - example <code>3f9a0c11d2e4</code>, instruction <code>re-u07</code>: <code>"founded&#95;by"</code> became <code>"employee&#95;of"</code> (gold <code>founded&#95;by</code>)
      - input: <code>head</code>: <code>Acme</code>; <code>tail</code>: <code>Ada</code>; <code>sentence</code>: <code>Acme was founded by Ada.</code>
      - <code>canonical</code>: <code>Name the relation between {head} and {tail}&#46; Sentence: {sentence}</code>
      - <code>paraphrase</code>: <code>State the relation between {head} and {tail}&#46; Sentence: {sentence}</code>
      - <code>npx vitest-robustness show v2/re/3f9a0c11d2e4/re-u07/0</code>

    ### Claims of the manifest that this run did not decide

    - question answering &#62; keeps its answer when options move

    <details>
    <summary>Details of each claim</summary>

    - <code>relation extraction &#62; keeps its answer when the instruction is reworded</code>: fail
      - flip rate at least 0.09, limit 0.05 (84 examples, 252 cells) on these 24 unseen instructions
      - design: each example meets 1 canonical variant and 2 paraphrase variants
      - estimate 0.13, biased if the claim stopped early
      - not answered: 3 unparseable, of 252 cells
      - next: 6 of 40 answers under "imperative" wordings flipped, 1 of 44 elsewhere (exploratory)
    - <code>relation extraction &#62; is no worse than the accepted release</code>: inconclusive
      - loss against the baseline between &#45;0.02 and 0.04, limit 0.02 (300 examples, 600 cells) on these 24 unseen instructions
      - why: the pool is used up
      - design: each example meets 1 variant
      - estimate 0.01, biased if the claim stopped early
      - next: about 140 more examples would decide it every second time if the estimate holds, and the pool is used up: add examples, or set a limit further from the estimate
    - <code>relation extraction &#62; keeps up with the baseline on seen instructions</code>: not applicable
      - there is no baseline yet
      - design: each example meets 1 canonical variant and 2 paraphrase variants
      - next: accept a baseline: npx vitest-robustness baseline accept
    - <code>question answering &#62; beats a coin</code>: pass
      - robust accuracy at least 0.72, limit 0.7 (84 examples, 252 cells) on these 24 unseen instructions
      - design: each example meets 1 canonical variant and 2 paraphrase variants
      - estimate 0.83, biased if the claim stopped early

    </details>

    <details>
    <summary>Provenance</summary>

    - candidate v2, baseline v1 (tiny&#64;&#8203;0123456789ab); gate mode: asked just enough to decide; seed 41, alpha 0.05, fail corrected for 5 claims (manifest); attempts are not counted
    - 2 observations, sha256 cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
    - 2026-11-21T01&#58;02&#58;03.456Z, 1.2 s, 700 calls made, 152 reused, 3 retried
    - tests: 1 passed, 2 failed, 0 skipped; exit code 1
    - node 26.10.0, vitest 5.1.1, commit 0123456789ab
    - fixtures/datasets/re&#46;jsonl sha256 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

    </details>
    "
  `)
})

test('without context nothing of the machine or the day is shown', () => {
  expect(markdown(sampleRun(), { context: false })).not.toMatch(/2026|26\.10/)
})

describe('text from outside is only text', () => {
  test.each(HOSTILE)('%j', (text) => {
    const run = sampleRun([hostileClaim(text)])
    const [task] = run.evidence.tasks
    const evidence = {
      ...run.evidence,
      missing: [text],
      gate: { ...run.evidence.gate, reasons: [text] },
      candidate: { ...run.evidence.candidate, name: text },
      tasks: task
        ? [
            {
              ...task,
              sources: [{ file: text, sha256: text, refused: { count: 2, first: [{ line: 3, reason: text }] } }],
            },
          ]
        : [],
    }
    const rendered = markdown({ ...run, evidence, context: { ...run.context, tracing: [text], commit: text } })
    expect(foreignMarkup(rendered)).toEqual([])
    for (const tag of ['details', 'code', 'summary']) {
      expect(rendered.split(`<${tag}>`).length).toBe(rendered.split(`</${tag}>`).length)
    }
    expect(rendered.split('<!-- vitest-robustness -->').length).toBe(2)
    const table = rendered.split('\n').filter((line) => line.startsWith('|'))
    expect(table.map((line) => line.split('|').length)).toEqual(table.map(() => 7))
  })
})

test('it stays under 60 KB whatever the run holds, and says what it leaves out', () => {
  const long = '\u{10FFFF}*<@'.repeat(500)
  const claim = hostileClaim(long)
  const [one] = claim.counterexamples
  const many = { ...claim, counterexamples: Array.from({ length: 4 }, () => one).filter((item) => item !== undefined) }
  const run = sampleRun(Array.from({ length: 150 }, () => many))
  const reasons = Array.from({ length: 300 }, () => long)
  const evidence = { ...run.evidence, missing: reasons, gate: { ...run.evidence.gate, reasons } }
  const text = markdown({ ...run, evidence })
  expect(Buffer.byteLength(text)).toBeLessThan(60_000)
  expect(text).toMatch(/… \d+ more claims not shown here; the run folder holds all\./)
  expect(text).toMatch(/… \d+ more reasons not shown/)
})

test('a run of ordinary size is not cut', () => {
  expect(markdown(sampleRun(Array.from({ length: 20 }, () => sampleClaim())))).not.toContain('not shown here')
})

test('regressions are shown with their smallest example first', () => {
  const [one] = sampleClaim().counterexamples
  if (!one) throw new Error('the sample has a counterexample')
  const long = { ...one, example: 'long', input: { sentence: 'a sentence that goes on and on' } }
  const short = { ...one, example: 'short', input: { sentence: 'brief' } }
  const text = markdown(
    sampleRun([
      sampleClaim({
        counterexamples: [long, short],
        spec: { roles: [{ name: 'asked', pool: ['re-u07'], draw: 1, trials: 1, side: 'both' }] },
      }),
    ]),
  )
  expect(text).toContain('### Regressions')
  expect(text).not.toContain('### Other failures')
  expect(text.indexOf('<code>short</code>')).toBeLessThan(text.indexOf('<code>long</code>'))
})
