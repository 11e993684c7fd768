/** The sentences about what else leaves a gate's verdict open, or must be seen with it. */
import { VARIABLES } from '../environment/index.ts'
import { counted, namesUpTo, shellWord } from '../text/index.ts'
import type { EarlierGate, ReleaseInfo, RunContext, RunEvidence } from '../types/index.ts'

/** Says that several models answered for one release. */
export function severalAnswered(release: string, names: readonly string[]): string {
  return `Several models answered for ${release}: ${names.join(' | ')}.`
}

/** Says that other models answered for a release than the config names. */
export function othersAnswered(release: string, configured: string, names: readonly string[]): string {
  return `${release} is ${configured} by the config, and ${names.join(' | ')} answered.`
}

/** Says which gating claims asked other releases than the candidate. */
export function candidateNotAsked(
  candidate: string,
  claims: readonly { readonly title: string; readonly release: string }[],
): string {
  const named = claims.map(({ title, release }) => `"${title}" (of ${release})`).join(', ')
  return (
    `${counted(claims.length, 'gating claim')} did not ask ${candidate}, the candidate: ${named}. ` +
    'Write release() without a name for the candidate, or make advisory what is about another release.'
  )
}

/** Says that a claim passes on cells of which too many have no answer. `kinds`: what they ended in, with their numbers. */
export function passesUnanswered(
  title: string,
  { cells, missing, kinds }: { readonly cells: number; readonly missing: number; readonly kinds: readonly string[] },
  limit: number,
): string {
  return (
    `"${title}" passes on ${cells} cells of which ${missing} have no answer (${kinds.join(', ')}), ` +
    `more than maxNonAnswers ${limit} allows: nothing is shown by what was not answered.`
  )
}

/** Says that the candidate is the accepted release under another name. */
export function comparedWithItself({ name, model, revision }: ReleaseInfo, accepted: string): string {
  return (
    `${name} is the accepted ${accepted} under another name (model ${model}, revision ${revision}): it was compared with ` +
    'itself. Is that the release that is to ship?'
  )
}

/** Says that earlier gates of the same revision did not pass under other seeds. */
export function earlierGatesOpen({ name, model, revision }: ReleaseInfo, open: readonly EarlierGate[]): string {
  return (
    `${counted(open.length, 'earlier gate')} of ${name}@${revision ?? model} on these claims did not pass under another seed ` +
    `(${listEarlier(open)}): a new seed is another chance. Gate under the first seed again, keep a ledger (ledger: true), or say ` +
    'why it is a new attempt: npx vitest-robustness gate --new-attempt "reason"'
  )
}

/** Says that a new attempt was declared, after which gates, and for what reason. */
export function newAttemptInWords(gates: readonly EarlierGate[], reason: string): string {
  const before = gates.length === 0 ? 'no earlier gate is known' : `after ${listEarlier(gates)}`
  return `New attempt, ${before}: ${reason}`
}

/** Earlier gates named one by one. */
const MOST_LISTED = 8

/** Earlier gates in words: `seed 0: fail, seed 1: inconclusive`. */
export function listEarlier(gates: readonly EarlierGate[]): string {
  return namesUpTo(
    MOST_LISTED,
    gates.map(({ seed, verdict }) => `seed ${seed}: ${verdict}`),
  )
}

/** Says that a baseline is old, or was used often. `staleAfter`: its age limit in days, where it is older than that. */
export function baselineStale(days: number, staleAfter: number | undefined, attempts: number | null): string {
  const age = `${counted(days, 'day')} old${staleAfter === undefined ? '' : ` (stale after ${staleAfter})`}`
  const used = attempts === null ? '' : ` and was gated against by ${counted(attempts, 'candidate')}`
  return `The baseline is stale: it is ${age}${used}. Accept a newer release, with fresh examples if it is worn.`
}

/** Says that the accepted answers of a task were read by another version of its reader. */
export function readersDiffer(task: string, reader: string, accepted: string): string {
  return `answers of task ${task} are read by version ${reader} of its reader here, the accepted ones were by version ${accepted}`
}

/**
 * Says that a task is not the accepted one. `files`: those that differ; `null` where the baseline does not know its files.
 */
export function taskDiffers(
  task: string,
  { hash, accepted }: { readonly hash: string; readonly accepted: string },
  files: readonly string[] | null,
): string {
  const hashes = `its hash is ${short(hash)}, ${short(accepted)} was accepted`
  if (files === null) return `task ${task} changed: ${hashes}`
  const what = files.length > 0 ? files.join(', ') : 'how its files are read, or the package that reads them'
  return `task ${task} changed: ${what}; ${hashes}`
}

/** Names a file of a task that the baseline does not know, or knows with another content. */
export function fileDiffers(
  { file, sha256 }: { readonly file: string; readonly sha256: string },
  before?: string,
): string {
  return before === undefined ? `${file} is new` : `${file} (sha256 ${short(sha256)}, accepted ${short(before)})`
}

/** Says that a suite reads a file of a task with other options than were accepted. */
export function readOtherwise(file: string, options: readonly string[]): string {
  return `${file} is read with another ${options.map((name) => `"${name}"`).join(' and another ')}`
}

/** Digits of a hash that are shown: enough to tell two apart. */
function short(hash: string): string {
  return hash.slice(0, 12)
}

/**
 * Says that a run counts unpinned answers which an earlier invocation asked for, and how to ask again, a line each; nothing
 * where it counts none.
 */
export function earlierAnswersInWords(
  { mode, candidate, seed, shard }: Pick<RunEvidence, 'mode' | 'candidate' | 'seed' | 'shard'>,
  { calls, earlierAnswers }: Pick<RunContext, 'calls' | 'earlierAnswers'>,
): string[] {
  if (earlierAnswers === undefined) return []
  const answers = counted(earlierAnswers.count, 'answer')
  const run = mode === 'gate' ? 'an earlier gate that was not decided' : 'an earlier measurement that was broken off'
  const asked =
    calls.made === 0 ? 'Nothing was asked in this run' : `${counted(calls.made, 'call')} of this run asked for the rest`
  const note =
    `${asked}: ${answers} came from ${run}, the last at ${sinceInWords(earlierAnswers.until)}. ` +
    'No revision pins the release that gave them, so nothing shows that the same model is served now.'
  if (shard) return [note]
  // Under the same seed it is the same attempt, which a rerun continues: else one could ask until it passes.
  const other = /^\d{1,9}$/.test(seed) ? String(Number(seed) + 1) : `${seed}-2`
  const chosen = `${VARIABLES.release}=${shellWord(candidate.name)} ${VARIABLES.seed}=${shellWord(other)}`
  const again = `${chosen} npx vitest-robustness ${mode === 'gate' ? 'gate --new-attempt "reason"' : 'measure'}`
  const attempt = mode === 'gate' ? ', which is a new attempt and counts as one' : ''
  return [
    note,
    `Next: to ask everything again, pin the release to a revision, or take another seed${attempt}: ${again}`,
  ]
}

/** Says when the answers of an earlier invocation ended, to the minute. */
export function sinceInWords(until: string): string {
  return `${until.slice(0, 16).replace('T', ' ')} UTC`
}
