import { counted, quote } from '../../core/text/index.ts'
import { isStoredAnswerHash } from '../../core/hash/index.ts'
import { UsageError, type CallTook, type Observation } from '../../core/types/index.ts'
import { isAcceptedRelease, observationKey, readCalls } from '../../runs/index.ts'
import type { Command } from '../command.ts'
import { findCell } from '../findCell.ts'
import { block, facts } from '../layOut.ts'
import { loadKinds } from '../loadKinds.ts'
import { openRun } from '../openRun.ts'
import { renderCell } from '../renderCell.ts'

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
    const { run: stored, folder, observations } = await openRun(io.cwd, typeof run === 'string' ? run : undefined)
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
        ...(observation.raw === null ? [] : block('raw answer', observation.raw)),
        ...facts({
          'read as': readAs(observation),
          gold: quote(observation.gold),
          score: String(observation.score),
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

function proof({ release, key }: Observation, rendered: { readonly key: string | null }): string {
  if (isAcceptedRelease(release)) return '(of a stored cell of the baseline: nothing was asked in this run)'
  if (rendered.key === null) return '(cannot be recomputed without the prompt)'
  if (rendered.key === key) return '(recomputed: this is the exact prompt)'
  return `(recomputed as ${rendered.key}: this is NOT the prompt that was asked)`
}
