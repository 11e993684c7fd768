/** Makes a suite's instruction set for one prompt in a text file. */
import { resolve } from 'node:path'
import { UsageError } from '../../../core/types/index.ts'
import { readText } from '../../../sources/index.ts'
import { OWN_MODEL, type Starter } from '../starter.ts'
import type { ChosenKind } from './chooseTask.ts'
import { whatIsShown } from './chooseTask.ts'
import { anyBraces } from './placeholders.ts'
import { oneWording, ownWording, type TablePrompt } from './table.ts'
import { setFile } from './wordings.ts'

/** Reads a prompt file. Throws `UsageError` where it holds more than text and placeholders, or no placeholder. */
export function readPrompt(path: string, cwd: string): TablePrompt {
  const text = readText(resolve(cwd, path)).trim()
  const read = anyBraces(text)
  if ('why' in read) throw new UsageError(`${path}: ${read.why}`)
  if (read.names.length === 0)
    throw new UsageError(
      `${path} has no placeholder: put a name in braces where the text of a case goes, e.g. {question}`,
    )
  return { file: path, text: read.text, names: read.names }
}

/** Makes a starter without examples: the set, and how to get rewordings and examples. */
export function promptStarter(prompt: TablePrompt, name: string): Starter {
  const shown = whatIsShown(prompt.names, [])
  if (shown === null)
    throw new UsageError(
      `${prompt.file} shows ${prompt.names.map((one) => `{${one}}`).join(', ')}; a task shows one text, or a question and a passage`,
    )
  const yesNo = /\byes\b[^]*\bno\b/i.test(prompt.text)
  const kind: ChosenKind = 'text' in shown || !yesNo ? 'free-answer' : 'boolean-qa'
  const fields: Readonly<Record<string, string>> = 'text' in shown ? { question: shown.text } : { ...shown }
  const wording = ownWording(prompt, fields)
  const file = `robustness/${name}/instructions.yaml`
  return {
    name,
    files: {
      'instructions.yaml': setFile({
        name,
        kind,
        labels: null,
        author: `the authors of ${prompt.file}`,
        wordings: [wording],
      }),
    },
    releases: [OWN_MODEL],
    candidate: OWN_MODEL.name,
    seen: [wording.id],
    notes: [
      `${prompt.file}: ${kind} is a guess. No suite is written, for there are no examples: with a table whose columns are named ${prompt.names.join(' and ')}, and one with the right answers, both make a suite: npx vitest-robustness init --from ${prompt.file} --from cases.csv (delete ${file} first)`,
      oneWording(name, wording.id, OWN_MODEL.name),
    ],
    next: [
      { command: `paraphrase ${file} ${wording.id} --release ${OWN_MODEL.name} --write` },
      { command: `review ${file}` },
    ],
  }
}
