import { isStoredAnswerHash } from '../../core/hash/index.ts'
import { counted, namesUpTo, quote, visible } from '../../core/text/index.ts'
import {
  type AnswerForm,
  type CallTook,
  type Observation,
  type RunEvidence,
  UsageError,
} from '../../core/types/index.ts'
import { suiteJudge } from '../../logs/loadRunTask.ts'
import { isAcceptedRelease, observationKey, readCalls } from '../../runs/index.ts'
import type { Command } from '../common/command.ts'
import { block, facts } from '../common/layOut.ts'
import { openRun } from '../common/openStored.ts'
import { loadKinds } from './loadKinds.ts'
import { renderCell } from './renderCell.ts'

/** Prints one cell of a run: the exact prompt, the raw answer, and how it was read. */
export const show: Command = {
  name: 'show',
  summary: 'print one cell: its exact prompt, raw answer, and how that was read',
  takes: '<cell>',
  help: [
    'A cell is release/task/example/variant/trial, as reports print it. The example may be cut short if it stays unique.',
    "The prompt is rendered again from the files that the run names. If their sha256 is not the run's, it is refused;",
    'and the key of the request is computed again, which proves that it is the very prompt that was asked.',
    '',
    '  npx vitest-robustness show v2/re/3f9a/re-u07/0',
  ],
  options: {
    run: { type: 'string', value: 'folder', describe: 'a run folder or id; default: the latest run' },
    with: { type: 'string', value: 'module', describe: 'exports the perturbations that are defined elsewhere' },
  },
  most: 1,
  async run({ values, positionals: [cell] }, io) {
    if (cell === undefined) throw new UsageError('show needs a cell: release/task/example/variant/trial')
    const { run, with: module } = values
    const { run: stored, folder, observations } = await openRun(io, typeof run === 'string' ? run : undefined)
    const observation = findCell(observations, cell)
    const took = (await readCalls(folder))(observation.key)
    const { perturbations } = await loadKinds(io.cwd, typeof module === 'string' ? module : undefined)
    const rendered = renderCell(stored.evidence, observation, perturbations)
    io.out(
      [
        ...facts({
          cell: observationKey(observation),
          group: observation.group,
          asked: asked(observation),
          took: tookInWords(took),
        }),
        ...(rendered.exact
          ? block('prompt', rendered.text)
          : block('question (its prompt format is not known here)', rendered.text)),
        ...(rendered.form ? facts({ 'sent too': formInWords(rendered.form) }) : []),
        ...(observation.raw === null ? [] : block('raw answer', observation.raw)),
        ...facts({
          'read as': readAs(observation),
          gold: quote(observation.gold),
          score: scored(observation, stored.evidence),
          key: `${observation.key} ${proof(observation, rendered)}`,
        }),
      ]
        .join('\n')
        .concat('\n'),
    )
    return rendered.key !== null && rendered.key !== observation.key ? 1 : 0
  },
}

function asked({ who, tokens }: Observation): string {
  const used = `${tokens.input ?? '?'} tokens in, ${tokens.output ?? '?'} out`
  return `${who.model}, ${who.revision === null ? 'no immutable revision' : `revision ${who.revision}`}; ${used}`
}

/** Puts into words what the request held apart from its prompt. */
function formInWords({ tools, schema }: AnswerForm): string {
  const named = tools?.map(({ name }) => name).join(', ')
  const parts = [
    ...(named === undefined ? [] : [`the tools ${named}`]),
    ...(schema === undefined ? [] : [`the schema ${JSON.stringify(schema)}`]),
  ]
  return visible(parts.join(' and '))
}

function tookInWords(took: CallTook | null): string {
  if (took === null) return 'not known: it was not asked for in this run'
  return `${took.latencyMs} ms, ${counted(took.attempts, 'call')}`
}

function readAs({ answer, outcome, reason }: Observation): string {
  if (answer === null) return `${outcome}${reason === undefined ? '' : ` (${reason})`}`
  return isStoredAnswerHash(answer)
    ? `${outcome}; the baseline keeps only the hash ${answer}`
    : `${outcome} ${quote(answer)}`
}

/** Says who gave the score where that cannot be computed again from the run's files. */
function scored({ score, task: name }: Observation, { tasks }: RunEvidence): string {
  const task = tasks.find((own) => own.name === name)
  const judge = task === undefined ? null : suiteJudge(task)
  return judge === null ? String(score) : `${score} (as recorded; the judge is ${judge})`
}

function proof({ release, key }: Observation, rendered: { readonly key: string | null }): string {
  if (isAcceptedRelease(release)) return '(of a stored cell of the baseline: nothing was asked in this run)'
  if (rendered.key === null) return '(cannot be recomputed without the prompt)'
  if (rendered.key === key) return '(recomputed: this is the exact prompt)'
  return `(recomputed as ${rendered.key}: this is NOT the prompt that was asked)`
}

/** The most cells that are named when a choice is not unique, or not found. */
const MOST = 5

/**
 * Finds the observation of a cell, `release/task/example/variant/trial`. The example's id may be shortened (an ellipsis
 * after it is ignored) as long as only one cell fits. Throws `UsageError` otherwise.
 */
function findCell(observations: readonly Observation[], cell: string): Observation {
  const exact = observations.find((observation) => observationKey(observation) === cell)
  if (exact !== undefined) return exact
  const fitting = observations.filter((observation) => fits(observation, cell))
  const [only, ...others] = fitting
  if (only !== undefined && others.length === 0) return only
  if (only !== undefined) throw new UsageError(`${cell} fits ${fitting.length} cells: ${list(fitting)}`)
  const parts = cell.split('/')
  const near = observations.filter(({ example, task }) => parts.includes(task) && parts.includes(example))
  const known = near.length > 0 ? near : observations
  const hint = known.length > 0 ? `; there are ${list(known)}` : ''
  throw new UsageError(`No cell ${cell} in this run${hint} (a cell is release/task/example/variant/trial)`)
}

/**
 * Says whether a cell's key fits, apart from a shortened example. Ids may hold slashes, so the key is not split: what
 * stands before and after the example must match.
 */
function fits({ release, task, example, variant, trial }: Observation, cell: string): boolean {
  const [before, after] = [`${release}/${task}/`, `/${variant}/${trial}`]
  if (!cell.startsWith(before) || !cell.endsWith(after) || cell.length <= before.length + after.length) return false
  return example.startsWith(cell.slice(before.length, -after.length).replace(/(?:…|\.\.\.)$/, ''))
}

function list(observations: readonly Observation[]): string {
  return namesUpTo(MOST, observations.map(observationKey))
}
