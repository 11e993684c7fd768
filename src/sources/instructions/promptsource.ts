import { canonicalJson, sha256 } from '../../core/hash/index.ts'
import { DEFAULT_OPTION_STYLE, instructionHash } from '../../core/tasks/index.ts'
import { type Example, type Instruction, type Refusal, type TaskKind, UsageError } from '../../core/types/index.ts'
import { Refused } from '../files/textLines.ts'
import { jinjaTemplate } from './_internal/jinjaTemplate.ts'
import { plainName } from '../instructionOrigin.ts'
import type { SourceFile } from '../files/readSource.ts'
import { checkAsks, collectionSet, probes, saysTheSame, slug } from './_internal/collections.ts'
import type { InstructionFormat } from './instructionFormat.ts'
import type { PromptsourceEntry, RowMaker } from './_internal/promptsourceFile.ts'
import { promptsourceFile, promptsourceRows } from './_internal/promptsourceFile.ts'

/** The divider that promptsource writes between prompt and answer, and between answer choices. */
const DIVIDER = '|||'

/** The placeholder for the divider in the data while a template is rendered. */
const SHIELD = '\u{E000}pipes\u{E001}'

/** The number of choices that are tried before a template that chooses is trusted. */
const MOST_CHOICES = 24

/**
 * Templates of promptsource (Jinja in YAML). A template that only puts fields in becomes a plain instruction, one that
 * loops keeps its renderer. Refused, by place: what asks for another task than the suite's, shows the right answer or
 * leaves a part of the input out. promptsource's random `choice` is settled by template and example, so that it repeats.
 * https://github.com/bigscience-workshop/promptsource
 */
export const promptsource: InstructionFormat = {
  name: 'promptsource',
  summary: "promptsource's templates.yaml: Jinja with answer_choices",
  extensions: ['.yaml', '.yml'],
  recognises: (start) => /^dataset:/m.test(start) && start.includes('!Template'),
  parse: (source, { canonical } = {}, kind) => {
    const start = { file: source.file, line: 1 }
    if (kind === undefined) throw new UsageError('promptsource templates are read for a task', start)
    return collectionSet({ ...promptsourceTemplates(source, kind), kind, canonical, start })
  },
}

/**
 * Returns the templates of a promptsource file, sorted into those that ask for a kind of task and those that are refused.
 */
export function promptsourceTemplates(
  source: SourceFile,
  kind: TaskKind,
): { name: string; instructions: readonly Instruction[]; refused: readonly Refusal[] } {
  const { dataset, templates } = promptsourceFile(source)
  const maker = Object.hasOwn(promptsourceRows, dataset) ? promptsourceRows[dataset] : undefined
  const instructions: Instruction[] = []
  const refused: Refusal[] = []
  for (const entry of templates) {
    try {
      if (maker === undefined) throw new Refused(`is for rows of ${JSON.stringify(dataset)}, which no task here has`)
      if (maker.kind !== kind.kind)
        throw new Refused(`asks for ${maker.kind}, the task of ${dataset}, and not for ${kind.kind}`)
      instructions.push(toInstruction(entry, dataset, kind, maker))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refused.push({ at: entry.at, reason: `template ${JSON.stringify(entry.name)} ${error.message}` })
    }
  }
  return { name: slug(dataset), instructions, refused }
}

function toInstruction(entry: PromptsourceEntry, dataset: string, kind: TaskKind, maker: RowMaker): Instruction {
  const { id: uuid, name, jinja, answerChoices, originalTask, at } = entry
  if (originalTask === false) throw new Refused("asks for another task than the dataset's own (original_task: false)")
  const template = promptsourceTemplate(jinja, answerChoices)
  const asked = (example: Example, pick: (count: number) => number): string => template(maker.row(example), pick).prompt
  const render = (example: Example): string => asked(example, (count) => settle(`${uuid} ${example.id}`, count))
  const pairs = ['', 'x'].map((salt) => probes(kind, maker.options, maker.passage, salt))
  const chooses = /\|\s*choice\b/.test(jinja)
  for (let chosen = 0; chosen < (chooses ? MOST_CHOICES : 1); chosen++) {
    for (const pair of pairs) checkAsks(kind, (example) => asked(example, (count) => chosen % count), pair)
  }
  const common = {
    id: `${slug(name)}-${uuid.slice(0, 4)}`,
    family: 'promptsource',
    options: DEFAULT_OPTION_STYLE,
    provenance: {
      author: 'promptsource',
      licence: 'Apache-2.0',
      origin: `promptsource ${dataset} ${uuid} ${plainName(name)}`,
    },
    reviewed: null,
    at,
  }
  const plain = { text: plainText(kind, render, maker), options: DEFAULT_OPTION_STYLE }
  // What depends on the example's id (`choice`) is no plain template, whatever the first examples look like.
  if (!chooses && saysTheSame(plain, render, pairs)) {
    return { ...common, text: plain.text, hash: instructionHash(plain) }
  }
  const text = jinja.split('|||', 1)[0] ?? ''
  return { ...common, text, render, hash: sha256(canonicalJson({ engine: 'jinja', jinja, answerChoices })) }
}

/** Renders the template with placeholders for its fields, which is its plain text if it only puts them in. */
function plainText(kind: TaskKind, render: (example: Example) => string, maker: RowMaker): string {
  const [example] = probes(kind, maker.options, maker.passage)
  const input = Object.fromEntries(Object.keys(example.input).map((name) => [name, `{${name}}`]))
  return render({ ...example, input })
}

function settle(key: string, count: number): number {
  return Number.parseInt(sha256(key).slice(0, 8), 16) % count
}

/** A rendered template. */
interface Rendered {
  readonly prompt: string
  readonly target: string
  readonly choices: readonly string[] | null
}

/**
 * Compiles a template of promptsource to render as its `Template.apply` does: `answer_choices` (its own expression) is
 * a variable, prompt and answer are divided by `|||`, both are trimmed. `pick` chooses for the filter `choice`. Throws
 * `Refused`.
 */
export function promptsourceTemplate(
  jinja: string,
  answerChoices: string | null,
): (row: Readonly<Record<string, unknown>>, pick?: (count: number) => number) => Rendered {
  const whole = jinjaTemplate(jinja)
  const choicesOf = answerChoices === null ? null : jinjaTemplate(answerChoices)
  return (given, pick) => {
    const row = deep(given, (text) => text.replaceAll(DIVIDER, SHIELD)) as Readonly<Record<string, unknown>>
    const choices =
      choicesOf === null
        ? null
        : choicesOf(row, pick)
            .split(DIVIDER)
            .map((choice) => choice.trim())
    const parts = whole({ ...row, ...(choices === null ? {} : { answer_choices: choices }) }, pick)
      .split(DIVIDER)
      .map((part) => part.trim().replaceAll(SHIELD, DIVIDER))
    const [prompt = '', target = ''] = parts
    if (parts.length !== 2) {
      const what = parts.join('') === '' ? 'renders to nothing' : `has ${parts.length} parts, not prompt ||| answer`
      throw new Refused(`${what} on this example`)
    }
    if (prompt === '') throw new Refused('renders to an empty prompt')
    return { prompt, target, choices: choices?.map((choice) => choice.replaceAll(SHIELD, DIVIDER)) ?? null }
  }
}

function deep(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => deep(item, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, change)]))
}
