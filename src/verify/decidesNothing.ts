import { OBSERVATION_FIELDS } from '../core/types/observation.ts'

/**
 * The fields of a run that a check cannot recompute, with the reason: nothing in the run follows from them, or they
 * follow from nothing in the run. A path includes all fields below it. That `evidence` was not altered is shown for
 * these too by the evidence hash in the folder's name and in every report; `context` depends on the machine and the day
 * and is covered by no hash.
 */
export const DECIDES_NOTHING: Readonly<Record<string, string>> = {
  context: 'depends on the machine and the day; no verdict follows from it, but for the exit code, which is checked',
  'evidence.command': 'how to decide it again, in words',
  'evidence.candidate.endpoint': 'where it was asked: the same model may move, and stored answers do not know it',
  'evidence.candidate.endpointKind': "a part of each request's key, which only the prompts would open",
  'evidence.candidate.format': 'shapes the prompts, which are no part of a run',
  'evidence.candidate.parameters': "a part of each request's key, which only the prompts would open",
  'evidence.releases': 'descriptions of releases other than the candidate; their names and answerers are checked',
  'evidence.circumstances.maxNonAnswers': 'an option of the config; what it leads to is recomputed',
  'evidence.tasks.beganAnew': 'in words why the order of examples began again',
  'evidence.tasks.sources': 'the files behind a task: --rescore reads them and refuses others',
  'evidence.claims.at': 'where the test stands',
  'evidence.claims.title': 'the name of a test; where a baseline is named, it is held to the manifest',
  'evidence.claims.pool': 'size of the dataset, of a claim that was not asked; else it must fit the bets on its end',
  'evidence.claims.population': 'in words what the roles of the specification say; the id holds those',
  'evidence.claims.grid': 'size of the dataset, which is no part of a run; it is never less than what was asked',
  'evidence.claims.families.family': 'the name of a wording family; the counts are checked',
  'evidence.claims.notes': 'remarks; those that follow from the outcomes must be there',
  'evidence.claims.counterexamples.input': 'the text of the example, from the dataset',
  'evidence.claims.counterexamples.options': 'the options of the example, from the dataset',
  'evidence.claims.counterexamples.change': 'what a perturbation changed, shown in words',
  'evidence.claims.counterexamples.before.template': 'the text of the instruction; its id is checked',
  'evidence.claims.counterexamples.after.template': 'the text of the instruction; its id is checked',
  'evidence.waivers': 'names the file of waivers; what it loosened stands with each claim, and is checked',
  'evidence.comparison.losses':
    'exploratory; families and slices come from the dataset, so counts are held to their interval, and labels to the cells',
  'evidence.comparison.parts':
    'how many parts were looked at, which depends on the dataset; never fewer than the labels',
  'evidence.attempt.display': 'sources of the dataset by hash; no claim may rest on one, and they decide nothing',
  'evidence.attempt.regressions': 'a list to look at; each of it must stand in the ledger and be as it was observed',
  'evidence.attempt.earlier.verdict': 'an earlier attempt may have been continued since',
}

/**
 * The fields of an observation that `report --verify` takes as they are. What was read from a text is read again with
 * `--rescore`; that none was altered since the run is shown by the hash of the observations, which is a part of the evidence.
 */
export const TAKEN_AS_OBSERVED: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(OBSERVATION_FIELDS).flatMap(([name, field]) => ('taken' in field ? [[name, field.taken]] : [])),
)
