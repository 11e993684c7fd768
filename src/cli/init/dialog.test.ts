import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cliIn, cliOnTerminal, folderWith } from '../cliIn.testing.ts'

const after = (text: string, mark: string): string => text.slice(text.lastIndexOf(mark))

test('on a terminal it asks which pack, and whether to write it', async () => {
  const cwd = await folderWith({ 'package.json': { type: 'module', devDependencies: { vitest: '5' } } })
  const no = await cliOnTerminal(cwd, ['', 'n'], 'init')
  expect(no.out.slice(0, no.out.indexOf('---'))).toMatch(
    /^Starter packs:\n  1  relation-extraction  .*\nWhich one\? .*: \n$/s,
  )
  expect(after(no.out, 'Write ')).toMatchInlineSnapshot(`
    "Write 10 files? [y/N] n
    Nothing was written.
    "
  `)
  expect(readdirSync(cwd)).toEqual(['package.json'])
  const yes = await cliOnTerminal(cwd, ['yes-no', 'y'], 'init')
  expect(yes.code).toBe(0)
  expect(after(yes.out, 'Write ')).toMatchInlineSnapshot(`
    "Write 6 files? [y/N] y
    Wrote vitest.config.ts, robustness/releases.ts, robustness/yes-no/instructions.yaml, robustness/yes-no/examples.jsonl, robustness/yes-no/yes-no.robust.ts, .gitignore.
    Next:
      npm install --save-dev vitest-robustness
      npx vitest-robustness plan
    "
  `)
  expect(existsSync(join(cwd, 'robustness/yes-no/examples.jsonl'))).toBe(true)
  // Nothing is left to ask but the pack.
  expect((await cliOnTerminal(cwd, ['yes-no'], 'init')).out).toContain('Nothing to do: all of it is there.')
  expect((await cliOnTerminal(cwd, [], 'init', '--pack', 'yes-no')).out).toContain('Nothing to do: all of it is there.')
})

test('a second pack leaves the config alone and says what to add', async () => {
  const cwd = await folderWith({
    'package.json': { type: 'module', dependencies: { vitest: '5', 'vitest-robustness': '1' } },
  })
  await cliIn(cwd, 'init', '--pack', 'yes-no', '--yes')
  const config = readFileSync(join(cwd, 'vitest.config.ts'), 'utf8')
  const { out } = await cliIn(cwd, 'init', '--yes')
  expect(after(out, 'Note: ')).toMatchInlineSnapshot(`
    "Note: vitest.config.ts has robustness() already. What this suite can be run against goes into its \`releases\`:
      v1: './robustness/relation-extraction/releases.ts#v1',
      v2: './robustness/relation-extraction/releases.ts#v2',
      v3: './robustness/relation-extraction/releases.ts#v3',
    Wrote robustness/relation-extraction/instructions.yaml, robustness/relation-extraction/examples.jsonl, robustness/relation-extraction/relation-extraction.robust.ts, robustness/relation-extraction/releases.ts, robustness/relation-extraction/recorded/v1.jsonl, robustness/relation-extraction/recorded/v2.jsonl, robustness/relation-extraction/recorded/v3.jsonl.
    Next:
      npx vitest-robustness gate
      ROBUSTNESS_RELEASE=mine npx vitest-robustness gate
    "
  `)
  expect(readFileSync(join(cwd, 'vitest.config.ts'), 'utf8')).toBe(config)
})

test('a second pack that the config’s candidate has no answers for is gated with the release that it is for', async () => {
  const cwd = await folderWith({
    'package.json': { type: 'module', dependencies: { vitest: '5', 'vitest-robustness': '1' } },
  })
  await cliIn(cwd, 'init', '--yes')
  const { out } = await cliIn(cwd, 'init', '--pack', 'yes-no', '--yes')
  expect(after(out, 'Note: ')).toMatchInlineSnapshot(`
    "Note: vitest.config.ts gates release v2. This suite is for mine: write candidate: 'mine', or for one run ROBUSTNESS_RELEASE=mine
    Wrote robustness/yes-no/instructions.yaml, robustness/yes-no/examples.jsonl, robustness/yes-no/yes-no.robust.ts.
    Next:
      ROBUSTNESS_RELEASE=mine npx vitest-robustness plan
      ROBUSTNESS_RELEASE=mine npx vitest-robustness gate
    "
  `)
  // Once it is done, it is not said any more.
  const file = join(cwd, 'vitest.config.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace("candidate: 'v2'", "candidate: 'mine'"))
  const again = await cliIn(cwd, 'init', '--pack', 'yes-no', '--yes')
  expect(after(again.out, 'Note: ')).toMatchInlineSnapshot(`
    "Note: This pack needs a model of yours: robustness/releases says which one is asked and where
    Nothing to do: all of it is there.
    Next:
      npx vitest-robustness plan
      npx vitest-robustness gate
    "
  `)
})

test('a table is set up without a question but the last one', async () => {
  const rows = ['yes', 'no'].flatMap((answer) =>
    [1, 2].map((at) => ({ passage: `Text ${at}`, question: `Is it ${answer}?`, answer })),
  )
  const cwd = await folderWith({ 'cases.jsonl': rows })
  const { out } = await cliOnTerminal(cwd, ['y'], 'init', '--from', 'cases.jsonl', '--name', 'Our Cases')
  expect(after(out, '+.robustness/')).toMatchInlineSnapshot(`
    "+.robustness/

    Note: cases.jsonl: by their names, column question is the question, column passage is the passage, column answer is the gold. If that is wrong: --columns question=question,passage=passage,gold=answer
    Note: cases.jsonl: 4 cases, boolean-qa: the answers are yes and no
    Note: cases.jsonl: 4 cases cannot decide these limits of the suite, whatever is answered: maxFlipRate: 0.15 needs 20, accuracy: 0.8 needs 14, by: 0.1 needs 36. Add cases, or loosen the limits (npx vitest-robustness plan says more)
    Write 5 files? [y/N] y
    Wrote vitest.config.mts, robustness/releases.mts, robustness/our-cases/instructions.yaml, robustness/our-cases/our-cases.robust.mts, .gitignore.
    Next:
      npm install --save-dev vitest vitest-robustness
      npx vitest-robustness review robustness/our-cases/instructions.yaml
    "
  `)
})

describe('columns whose names leave it open', () => {
  const rows = (cells: Readonly<Record<string, string>>) =>
    [1, 2, 3, 4, 5, 6].map((at) => Object.assign({ team: at % 2 ? 'billing' : 'shipping', nr: String(at) }, cells))
  const noteOf = (out: string): readonly string[] => out.match(/^Note: .*(?:column|cases,).*$/gm) ?? []

  test('two could hold the right answers: on a terminal it asks, and Enter takes the guess', async () => {
    const cwd = await folderWith({ 'mails.jsonl': rows({ text: 'Where is it?', label: 'a', category: 'b' }) })
    const guessed = await cliOnTerminal(cwd, ['', 'n'], 'init', '--from', 'mails.jsonl')
    expect(guessed.out.slice(0, guessed.out.indexOf('---'))).toMatchInlineSnapshot(`
      "mails.jsonl has the columns team, nr, text, label, category. What do they hold (question, passage, text, gold, group, id)? Enter for text=text,gold=label: 
      "
    `)
    const said = await cliOnTerminal(cwd, ['text=text,gold=team', 'n'], 'init', '--from', 'mails.jsonl')
    expect(noteOf(said.out)).toMatchInlineSnapshot(`
      [
        "Note: mails.jsonl: 6 cases, text-classification: 6 cases have 2 different answers",
        "Note: mails.jsonl: 6 cases cannot decide these limits of the suite, whatever is answered: maxFlipRate: 0.15 needs 20, accuracy: 0.8 needs 14, by: 0.1 needs 36. Add cases, or loosen the limits (npx vitest-robustness plan says more)",
        "Note: mails.jsonl: not used: column nr, column label, column category",
      ]
    `)
    const wrong = await cliOnTerminal(cwd, ['text=text,gold=taem'], 'init', '--from', 'mails.jsonl')
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('did you mean "team"?')])
    // Who has said it is not asked, and neither is who wants no questions: then the guess is named, with what else it could be.
    const columns = await cliOnTerminal(cwd, ['n'], 'init', '--from', 'mails.jsonl', '--columns', 'text=text,gold=team')
    expect(noteOf(columns.out)).toEqual(noteOf(said.out))
    const yes = await cliOnTerminal(cwd, [], 'init', '--from', 'mails.jsonl', '--yes')
    expect(noteOf(yes.out)).toMatchInlineSnapshot(`
      [
        "Note: mails.jsonl: by their names, column text is the text, column label is the gold. If that is wrong: --columns text=text,gold=label",
        "Note: mails.jsonl: column category could be the gold too; taken was label",
        "Note: mails.jsonl: 6 cases, free-answer: 1 different answer is no closed list",
        "Note: mails.jsonl: 6 cases cannot decide these limits of the suite, whatever is answered: maxFlipRate: 0.15 needs 20, accuracy: 0.8 needs 14, by: 0.1 needs 36. Add cases, or loosen the limits (npx vitest-robustness plan says more)",
        "Note: mails.jsonl: not used: column team, column nr, column category",
      ]
    `)
  })

  test('none is known: it asks with a proposal; without a terminal it is refused with the same proposal', async () => {
    const cwd = await folderWith({ 'mails.jsonl': rows({ mail: 'Where is my parcel?' }) })
    const asked = await cliOnTerminal(cwd, ['', 'n'], 'init', '--from', 'mails.jsonl')
    expect(asked.out.slice(0, asked.out.indexOf('---'))).toMatchInlineSnapshot(`
      "mails.jsonl has the columns team, nr, mail. What do they hold (question, passage, text, gold, group, id)? Enter for text=mail,gold=team: 
      "
    `)
    const refused = await cliIn(cwd, 'init', '--from', 'mails.jsonl', '--yes')
    expect([refused.code, refused.err]).toMatchInlineSnapshot(`
      [
        2,
        "mails.jsonl: no column is known to hold the right answers; its columns: team, nr, mail. Say it: --columns text=mail,gold=team, or question=…,passage=…,gold=…
      ",
      ]
    `)
  })

  test('with a prompt only the right answers are asked for', async () => {
    const cwd = await folderWith({ 'mails.jsonl': rows({ mail: 'Where is it?' }), 'prompt.txt': 'Which team? {mail}' })
    const asked = await cliOnTerminal(cwd, ['gold=team', 'n'], 'init', '--from', 'prompt.txt', '--from', 'mails.jsonl')
    expect(asked.out.slice(0, asked.out.indexOf('---'))).toMatchInlineSnapshot(`
      "mails.jsonl has the columns team, nr, mail. What do they hold (question, passage, text, gold, group, id)? Enter for gold=team: gold=team
      "
    `)
    expect(asked.code).toBe(0)
  })
})

test('the packs are listed', async () => {
  const { code, out } = await cliIn(await folderWith({}), 'init', '--list')
  expect([code, out]).toEqual([0, expect.stringMatching(/^  1  relation-extraction  .*runs at once.*\n/)])
})

test.each([
  [['--pack', 'yes-know'], 'did you mean "yes-no"?'],
  [['--pack', ''], 'needs a name'],
  [['--pack', 'yes-no', '--from', 'a.csv'], '--pack or --from'],
  [['--columns', 'gold=a'], 'go with --from'],
  [['--from', 'prompt.txt', '--columns', 'gold=a'], 'goes with --from cases.csv'],
  [['extra'], 'takes no arguments'],
])('init %j: exit 2', async (args, message) => {
  const cwd = await folderWith({ 'prompt.txt': '{a}' })
  const { code, err } = await cliIn(cwd, 'init', ...args, '--yes')
  expect([code, err]).toEqual([2, expect.stringContaining(message)])
  expect(readdirSync(cwd)).toEqual(['prompt.txt'])
})
