/** Makes a suite for a config of promptfoo: from its prompts, its tests, its providers. */
import { namesUpTo } from '../../../core/text/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import { OWN_MODEL, type Starter } from '../starter.ts'
import { adviceFor, type Case, type ChosenTask, chooseTaskOfPrompt, whatIsShown } from './chooseTask.ts'
import { renamed } from './placeholders.ts'
import { createLeftOut, type LeftOut, readConfig, recordOf } from './promptfooConfig.ts'
import { readPrompts, type ReadPrompt } from './promptfooPrompts.ts'
import { readProviders } from './promptfooProviders.ts'
import { readTests, type ReadTests } from './promptfooTests.ts'
import { suiteModule } from './suiteModule.ts'
import { oneWording } from './table.ts'
import { tooFewNote } from './tooFew.ts'
import { setFile, type Wording } from './wordings.ts'

/** Keys of the config that are read. */
const READ = new Set(['description', 'prompts', 'providers', 'targets', 'tests', 'defaultTest'])

/** Makes a starter of a config. Throws `UsageError` where no prompt or no test can be taken. */
export function promptfooStarter(path: string, cwd: string, name: string): Starter {
  const config = readConfig(path, cwd)
  if (Array.isArray(config.value))
    throw new UsageError(
      `${config.file} is a list and no promptfoo config. Cases are read from JSON Lines (.jsonl, an object on each line), CSV or TSV`,
    )
  const leftOut = createLeftOut()
  for (const key of Object.keys(recordOf(config.value)))
    if (!READ.has(key)) leftOut.add(config.place(key), `${key}, for it has no counterpart`)
  const prompts = readPrompts(config, leftOut)
  const tests = readTests(config, leftOut)
  const fail = (what: string): UsageError => new UsageError([`${config.file}: ${what}`, ...leftOut.notes()].join('\n'))
  if (prompts.length === 0) throw fail('no prompt of it can be a wording')
  if (tests.cases.length === 0) throw fail('no test of it names a right answer')
  const { wordings, cases, names } = withoutConstants(prompts, tests, leftOut)
  const task = taskOf(names, cases, tests)
  if (task === null)
    throw fail(
      `its prompts show ${names.join(', ')}; a task shows one text, a question and a passage, or any fields where the answers are a closed list`,
    )
  if (tests.schema !== undefined && task.kind !== 'structured-output')
    leftOut.add(config.file, 'the schema of is-json, for not every right answer is JSON to one text')
  const complete = wordings.filter((wording) => names.every((one) => wording.names.includes(one)))
  for (const wording of wordings.filter((one) => !complete.includes(one)))
    leftOut.add(
      wording.origin ?? config.file,
      `the prompt, for it does not show ${names.filter((one) => !wording.names.includes(one)).join(' and ')} as others do`,
    )
  if (complete.length === 0) throw fail('no prompt of it shows all variables')
  const releases = readProviders(config, leftOut)
  const fields = Object.fromEntries(Object.entries(task.fields).map(([field, own]) => [own, field]))
  const examples = cases.map((one) => exampleOf(one, task))
  const distinct = new Map(examples.map((example) => [JSON.stringify(example), example]))
  if (distinct.size < examples.length)
    leftOut.add(config.place('tests'), `${examples.length - distinct.size} tests that are there twice`)
  const set = complete.map(({ id, family, text, origin }): Wording => ({
    id,
    family,
    text: renamed(text, fields),
    origin,
  }))
  return {
    name,
    files: {
      'instructions.yaml': setFile({ name, ...task, author: `the authors of ${config.file}`, wordings: set }),
      'examples.jsonl': [...distinct.keys()].map((line) => `${line}\n`).join(''),
      ...(task.kind === 'structured-output' && { 'schema.json': `${JSON.stringify(tests.schema, null, 2)}\n` }),
      [`${name}.robust.ts`]: suiteModule({
        name,
        from: config.file,
        kind: task.kind,
        examples: '`${import.meta.dirname}/examples.jsonl`',
        reworded: set.length > 1,
        contains: tests.cases.some(({ by }) => by === 'contains'),
      }),
    },
    releases: releases.length > 0 ? releases : [OWN_MODEL],
    candidate: (releases[0] ?? OWN_MODEL).name,
    seen: [set[0]!.id],
    notes: [
      `${config.file}: ${distinct.size} cases, ${task.kind}: ${task.why}; ${Object.entries(task.fields)
        .map(([field, own]) => `{{${own}}} is its ${field}`)
        .join(', ')}`,
      ...adviceFor(task.kind),
      ...tooFewNote(config.file, distinct.size, { reworded: set.length > 1, grouped: false }),
      ...leftOut.notes(),
      ...(set.length > 1 ? [] : [oneWording(name, set[0]!.id, (releases[0] ?? OWN_MODEL).name)]),
    ],
    next: [{ command: `review robustness/${name}/instructions.yaml` }, { command: 'gate' }],
  }
}

/**
 * Removes the variables that no case needs: one that has the same value in all cases becomes a part of the wordings, and
 * one that no prompt shows is dropped.
 */
function withoutConstants(prompts: readonly ReadPrompt[], { cases }: ReadTests, leftOut: LeftOut) {
  const all = [...new Set(prompts.flatMap(({ names }) => names))]
  const valuesOf = (name: string): (string | undefined)[] => [...new Set(cases.map(({ input }) => input[name]))]
  const constants = new Set(
    all.filter((name) => cases.length > 1 && valuesOf(name).length === 1 && valuesOf(name)[0] !== undefined),
  )
  const names = all.filter((name) => !constants.has(name))
  const hidden = [...new Set(cases.flatMap(({ input }) => Object.keys(input)))].filter((name) => !all.includes(name))
  const [first] = cases
  if (hidden.length > 0 && first !== undefined)
    leftOut.add(`${first.at.file}:${first.at.line}`, `${namesUpTo(8, hidden)} of the tests, for no prompt shows them`)
  const whole: Case[] = []
  for (const one of cases) {
    const gap = names.find((name) => one.input[name] === undefined)
    if (gap === undefined) whole.push(one)
    else leftOut.add(`${one.at.file}:${one.at.line}`, `the test, for it gives no ${gap}`)
  }
  const put = (text: string): string =>
    text.replaceAll(/\{([A-Za-z_]\w*)\}/g, (written, name: string) =>
      constants.has(name) ? (first?.input[name] ?? '') : written,
    )
  return { names, cases: whole, wordings: prompts.map((prompt) => ({ ...prompt, text: put(prompt.text) })) }
}

/** Writes a case with the fields of its task, as a line of JSON Lines holds it. */
function exampleOf({ input, gold }: Case, { fields, optional, goldMap }: ChosenTask): object {
  const cells = (names: readonly (readonly [field: string, own: string])[]) =>
    Object.fromEntries(names.map(([field, own]) => [field, input[own] ?? '']))
  return {
    input: cells(Object.entries(fields)),
    ...(optional && { optional: cells(optional.map((own) => [own, own])) }),
    gold: goldMap?.[gold] ?? gold,
  }
}

/** Chooses the task: answers in JSON with a schema are structured output; the others are what they look like. */
function taskOf(names: readonly string[], cases: readonly Case[], { schema }: ReadTests): ChosenTask | null {
  const shown = whatIsShown(names, cases)
  if (schema !== undefined && shown !== null && 'text' in shown && cases.every(({ gold }) => /^\s*[[{]/.test(gold)))
    return {
      kind: 'structured-output',
      fields: { request: shown.text },
      goldMap: null,
      labels: null,
      why: 'the answers are JSON, and is-json gives the schema',
    }
  return chooseTaskOfPrompt(names, cases)
}
