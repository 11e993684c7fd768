import { chooseDraw } from '../core/sampling/draw.ts'
import { UsageError, type ClaimContext, type ClaimDesign, type Observation, type Role } from '../core/types/index.ts'
import { readOptions, type CommonOptions, type RulesFor } from './_internal/options.ts'
import { familyWords, poolOf } from './_internal/roles.ts'
import { differs, meanInterval, meanScore, subtractInterval } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toBeAsRobustOn`. */
export interface BeAsRobustOnOptions extends CommonOptions {
  /** The name of the other task; the matcher's first argument is the task itself. */
  readonly otherTask: string
  /** The most by which this task's figure may exceed the other's, in (−1, 1): 0.05 is 5 points. */
  readonly by: number
  /** The figure that is compared: `flipRate` (default), or `drop` in the score from seen to unseen instructions. */
  readonly metric?: 'flipRate' | 'drop'
  /** The rewordings to ask for a flip rate, of both tasks: `all` (default), `seen` or `unseen`. */
  readonly family?: string
}

const NAME = 'toBeAsRobustOn'

/** The prefix of the other task's roles, since role names are unique in a claim. */
const OTHER = 'other '

/**
 * Claims that rewording hurts this task hardly more than the other one, e.g. relation extraction against question
 * answering.
 *
 * The samples are independent: their examples have nothing to do with each other. The unit is the i-th source of this task
 * together with the i-th source of the other, each in its own plan order, and its value x − y, with x the flip rate (range
 * [0, 1]) or the drop ([−1, 1]) of the first and y that of the second. Orders are random permutations, so given the past
 * each pair has the mean E[x] − E[y], whatever x and y are, and x − y is bounded: the claim E[x − y] ≤ `by` is one about
 * the mean of a bounded statistic like any other. The smaller task's sources end the plan.
 */
export const toBeAsRobustOn = defineClaim<BeAsRobustOnOptions>({
  name: NAME,
  summary: 'rewording hurts this task hardly more than another one',
  needsBaseline: false,
  first: 'otherTask',
  parse(raw, context) {
    const options = readOptions(NAME, raw, {
      by: { type: 'number', above: -1, below: 1, required: true },
      otherTask: { type: 'text' },
      metric: { type: 'text', oneOf: ['flipRate', 'drop'] },
      family: { type: 'text' },
    } satisfies RulesFor<BeAsRobustOnOptions>)
    const otherTask = otherOf(context).taskName
    if (options.metric === 'drop' && options.family !== undefined)
      throw new UsageError(`${NAME}({ metric: 'drop' }) compares seen with unseen instructions: leave out family`)
    return { metric: 'flipRate', family: 'all', otherTask, ...options }
  },
  design(options, context) {
    const other = otherOf(context)
    const drop = options.metric === 'drop'
    const roles = (own: ClaimContext) => (drop ? dropRoles(options, own) : flipRoles(options, own))
    const theirs = roles(other).map(({ name, ...role }): Role =>
      Object.assign(role, { name: OTHER + name, task: other.taskName }),
    )
    const family = drop ? '' : familyWords(options.family ?? 'all', context)
    return {
      statistic: `${drop ? 'drop' : 'flip rate'} beyond that on ${other.taskName}`,
      range: drop ? [-2, 2] : [-1, 1],
      limit: options.by,
      sense: 'at most',
      roles: [...roles(context), ...theirs],
      population: `on the ${family}instructions of ${context.taskName} and ${other.taskName}`,
    } satisfies ClaimDesign
  },
  value(evidence, sameAnswer, options) {
    const cells = (role: string): readonly Observation[] => (evidence[role] ?? evidence[OTHER + role])?.candidate ?? []
    if (options.metric === 'drop') return subtractInterval(meanScore(cells('seen')), meanScore(cells('unseen')))
    const [canonical] = cells('canonical')
    if (!canonical) throw new RangeError(`${NAME}: no canonical cell`)
    return meanInterval(cells('paraphrase').map((cell) => differs(canonical, cell, sameAnswer)))
  },
})

function otherOf({ taskName, other }: ClaimContext): ClaimContext {
  if (other === undefined || other.taskName === taskName) {
    throw new UsageError(
      `${NAME}() needs another task: expect(release().on(${taskName})).${NAME}(otherTask, { by: 0.05 })`,
    )
  }
  return other
}

function flipRoles(options: BeAsRobustOnOptions, context: ClaimContext): Role[] {
  const pool = poolOf(NAME, options.family ?? 'all', context, options.allowUnreviewed ?? false)
  const others = pool.filter((id) => id !== context.canonical)
  if (others.length === 0)
    throw new UsageError(`${NAME}(): task "${context.taskName}" has only its canonical instruction; add rewordings`)
  const draw = Math.min(options.variants ?? chooseDraw(others.length, 1).m, others.length)
  return [
    { name: 'canonical', pool: [context.canonical], draw: 1, trials: 1, side: 'candidate' },
    { name: 'paraphrase', pool: others, draw, trials: 1, side: 'candidate' },
  ]
}

function dropRoles(options: BeAsRobustOnOptions, context: ClaimContext): Role[] {
  return ['seen', 'unseen'].map((name) => {
    const pool = poolOf(NAME, name, context, options.allowUnreviewed ?? false)
    return { name, pool, draw: Math.min(options.variants ?? 1, pool.length), trials: 1, side: 'candidate' }
  })
}
