import { grouped } from '../../reporters/html/htmlParts.ts'
import { formatBound, formatLimit } from '../../src/core/text/index.ts'
import type { Estimate, SizeEstimates } from './estimates.ts'
import { answersOf, EVERY_TASK, type Hypothesis, type Part, type Side } from './hypotheses.ts'
import type { StudyReport } from './report.ts'

/** A table of the report, before it becomes Markdown or a page. */
export interface Table {
  readonly id: string
  readonly heading: string
  /** Says which of the two modes the figures come from, and how to read them. */
  readonly about: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Writes the tables: first what was decided, then what was measured. */
export function studyTables(report: StudyReport): readonly Table[] {
  const decided = report.deciding.hypotheses.flatMap((one) =>
    one.id === 'H3' ? [partsTable(one), chainsTable(report)] : [partsTable(one)],
  )
  return [findingsTable(report), ...decided, ...measuredTables(report)]
}

/** Writes the four findings on a line each. */
export function findingsTable({ deciding }: StudyReport): Table {
  return {
    id: 'findings',
    heading: 'Hypotheses',
    about:
      `Decided: just enough was asked, ${asked(deciding)}. A difference of at most one point counts as none. ` +
      `"Established" is wrong with a chance of at most α = ${formatLimit(deciding.alpha)} for each hypothesis, "refuted" with at ` +
      `most the chance that the table gives: one claim is refuted at α/${deciding.refutedOver}. All else is "not established". ` +
      'All of it is about these instructions, and sources of examples like these. What was not answered scores as wrong; a claim ' +
      `with more than the share ${formatLimit(deciding.maxNonAnswers)} of a task or a size not answered shows nothing, and is not established.`,
    head: ['hypothesis', 'finding', 'how its claims combine', 'claims', 'chance of a wrong "refuted"', 'not answered'],
    rows: deciding.hypotheses.map(({ id, says, finding, rule, parts, alphaRefuted }) => [
      `${id}: ${says}`,
      findingInWords(finding, finding === 'not established' ? parts.filter(({ silent }) => silent) : []),
      rule,
      parts.length === 0 ? 'none: one size has no steps' : String(parts.length),
      `at most ${formatLimit(alphaRefuted)}`,
      notAnswered(answersOf(parts)),
    ]),
  }
}

/** Writes a finding, with what was not answered where the finding comes of that. */
function findingInWords(finding: string, silent: readonly Part[]): string {
  if (silent.length === 0) return finding
  return `${finding}: ${missingOf(answersOf(silent))} not answered`
}

/** Writes the claims of one hypothesis with their evidence. */
function partsTable({ id, says, parts }: Hypothesis): Table {
  return {
    id: id.toLowerCase(),
    heading: `${id}: ${says}`,
    about:
      'Decided, each row at α for itself. The bound is what the row rests on; a claim that is decided early bounds the ' +
      'difference and does not estimate it.',
    head: ['size', 'what', 'finding', 'bound', 'limit', 'sources', 'answers', 'not answered'],
    rows: parts.map((part) => [
      part.size,
      whatOf(id, part),
      findingInWords(part.finding, part.silent ? [part] : []),
      ...evidenceOf(part),
    ]),
  }
}

function whatOf(id: Hypothesis['id'], { task, against }: Part): string {
  if (against === null) return task
  return id === 'H3' ? `${task}, from ${against}` : `${task} against ${against}`
}

function evidenceOf({ evidence }: Part): string[] {
  if (evidence === null) return ['not counted: the step before is not established', '', '', '', '']
  const { statistic, bound, limit, sources, pool, cells, sides } = evidence
  // Where everything was answered one figure says it for both sides.
  const each = sides.length > 1 && sides.some((side) => side.notAnswered > 0) ? sides : []
  const named = each.map(
    (side) => `${sides.every(({ task }) => task === side.task) ? side.size : side.task} ${notAnswered(side)}`,
  )
  return [
    `${statistic} ${bound}`,
    formatLimit(limit),
    `${grouped(sources)} of ${grouped(pool)}`,
    grouped(cells),
    named.length > 0 ? named.join(', ') : notAnswered(answersOf([{ evidence }])),
  ]
}

/** Says at which size improvement stops being established. */
function chainsTable({ deciding }: StudyReport): Table {
  const steps = deciding.hypotheses.find(({ id }) => id === 'H3')?.parts ?? []
  const answers = (task: string) => answersOf(steps.filter((one) => one.task === task || task === EVERY_TASK))
  return {
    id: 'chains',
    heading: 'Up to which size the score rises',
    about:
      'Decided: steps in the order of size, each at α, up to the first that is not established. Each task is a sequence of ' +
      'its own, wrong with a chance of at most α (Maurer, Hothorn and Lehmacher 1995); so is that of steps in every task.',
    head: ['task', 'improvement is established up to', 'the step to this size is not', 'not answered'],
    rows: deciding.chains.map(({ task, upTo, stopsAt }) => [
      task,
      upTo ?? 'no size',
      stopsAt ?? 'none: every step is',
      notAnswered(answers(task)),
    ]),
  }
}

function measuredTables({ members, measuring }: StudyReport): Table[] {
  const { estimates, beyond } = measuring
  const parameters = new Map(members.map((member) => [member.name, member.parameters]))
  const tasks = [...new Set(inOrder(estimates).map(({ task }) => task))]
  const at = (size: string, task: string): SizeEstimates =>
    estimates.find((one) => one.size === size && one.task === task)!
  const measured = `Measured, which decides nothing: ${asked(measuring)}, evenly over the grid of each size; 95% intervals over sources, each for itself.`
  return [
    {
      id: 'accuracy',
      heading: 'Accuracy on seen and unseen instructions',
      about: measured,
      head: ['task', 'size', 'seen', 'unseen', 'drop', 'not answered'],
      rows: tasks.flatMap((task) =>
        members.map(({ name }) => {
          const { seen, unseen, drop } = at(name, task)
          return [task, name, interval(seen), interval(unseen), interval(drop), notAnswered(silence([at(name, task)]))]
        }),
      ),
    },
    {
      id: 'beyond',
      heading: 'The drop in relation extraction beyond that in question answering',
      about: measured,
      head: ['size', ...tasks.slice(1).map((task) => `beyond ${task}`), 'not answered'],
      rows: members.map(({ name }) => [
        name,
        ...tasks
          .slice(1)
          .map((task) => interval(beyond.find(({ size, other }) => size === name && other === task)!.difference)),
        notAnswered(silence(tasks.map((task) => at(name, task)))),
      ]),
    },
    {
      id: 'scale',
      heading: 'The scale curve: accuracy over all instructions',
      about: measured,
      head: ['size', 'parameters', ...tasks, 'not answered'],
      rows: members.map(({ name }) => [
        name,
        grouped(parameters.get(name)!),
        ...tasks.map((task) => interval(at(name, task).all)),
        notAnswered(silence(tasks.map((task) => at(name, task)))),
      ]),
    },
  ]
}

/** Puts relation extraction before the kinds of question answering. */
export function inOrder<Row extends { readonly task: string }>(rows: readonly Row[]): readonly Row[] {
  return [...rows.filter(({ task }) => task === 're'), ...rows.filter(({ task }) => task !== 're')]
}

function asked({ cells, grid }: { readonly cells: number; readonly grid: number }): string {
  return `${grouped(cells)} answers, ${((100 * cells) / grid).toFixed(1)}% of the ${grouped(grid)} of the grid`
}

/** Counts the measured cells, and those without an answer. */
function silence(rows: readonly SizeEstimates[]): Answers {
  return {
    cells: rows.reduce((sum, { all }) => sum + all.cells, 0),
    notAnswered: rows.reduce((sum, row) => sum + row.notAnswered, 0),
  }
}

type Answers = Pick<Side, 'cells' | 'notAnswered'>

/** `371 of 850 (0.436)`; empty where nothing was asked. */
function notAnswered(answers: Answers): string {
  return answers.cells === 0 ? '' : `${missingOf(answers)} (${(answers.notAnswered / answers.cells).toFixed(3)})`
}

function missingOf({ cells, notAnswered: missing }: Answers): string {
  return `${grouped(missing)} of ${grouped(cells)}`
}

/** `0.87 (0.85 to 0.89)`, ends rounded outward. */
function interval({ value, low, high }: Estimate): string {
  return `${value.toFixed(3)} (${formatBound(low, 'down')} to ${formatBound(high, 'up')})`
}
