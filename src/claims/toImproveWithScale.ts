import { didYouMean } from '../core/text/index.ts'
import { UsageError, type ClaimContext, type Role } from '../core/types/index.ts'
import { readOptions, type CommonOptions, type RulesFor } from './_internal/options.ts'
import { onTheseInstructions, poolOf } from './_internal/roles.ts'
import { meanScore, subtractInterval } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toImproveWithScale`. */
export interface ImproveWithScaleOptions extends CommonOptions {
  /** The names of releases of the config, from the smallest to the largest; the matcher's first argument. */
  readonly releases: readonly string[]
  /** The least gain in mean score at each step, in (−1, 1). Default: 0; −0.02 lets a step lose up to 2 points. */
  readonly by?: number
  /** The instructions to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
}

const NAME = 'toImproveWithScale'

/**
 * Claims that each release scores better than the one before it, on the same cells. There is one arm for each step, E[score
 * of the larger − score of the smaller] ≥ `by`, range [−1, 1]. With `by: 0` a step that gains nothing is exactly at the
 * limit and is never decided; a gain or a loss is.
 */
export const toImproveWithScale = defineClaim<ImproveWithScaleOptions>({
  name: NAME,
  summary: 'each larger release scores better than the one before',
  needsBaseline: false,
  first: 'releases',
  parse(raw, context) {
    const options = readOptions(NAME, raw, {
      releases: { type: 'names' },
      by: { type: 'number', above: -1, below: 1 },
      family: { type: 'text' },
    } satisfies RulesFor<ImproveWithScaleOptions>)
    return { by: 0, family: 'all', ...options, releases: checkReleases(options.releases, context) }
  },
  design(options, context) {
    const family = options.family ?? 'all'
    const pool = poolOf(NAME, family, context, options.allowUnreviewed ?? false)
    const draw = Math.min(options.variants ?? 1, pool.length)
    const roles = options.releases.map((release): Role => ({
      name: `release ${release}`,
      pool,
      draw,
      trials: 1,
      side: 'candidate',
      release,
    }))
    return {
      statistic: 'least gain in accuracy of a step',
      range: [-1, 1],
      limit: options.by ?? 0,
      sense: 'at least',
      roles,
      population: `from ${options.releases.join(' to ')} ${onTheseInstructions(pool, family, context)}`,
      arms: options.releases.slice(1).map((larger, at) => ({
        name: `from ${options.releases[at]} to ${larger}`,
        roles: [roles[at]!.name, roles[at + 1]!.name],
      })),
      armStatistic: 'gain in accuracy',
    }
  },
  value(evidence, _sameAnswer, _options, arm) {
    const [smaller, larger] = (arm?.roles ?? []).map((role) => meanScore(evidence[role]?.candidate ?? []))
    if (!smaller || !larger) throw new RangeError(`${NAME}: two releases are needed`)
    return subtractInterval(larger, smaller)
  },
})

function checkReleases(names: readonly string[] | undefined, { releases, release }: ClaimContext): readonly string[] {
  const example = `expect(release('large').on(task)).${NAME}(['small', 'large'])`
  if (names === undefined || names.length < 2 || new Set(names).size < names.length)
    throw new UsageError(`${NAME}() needs two or more different releases, from small to large: ${example}`)
  const known = releases ?? names
  const strange = names.find((name) => !known.includes(name))
  if (strange !== undefined) {
    throw new UsageError(
      `${NAME}(): unknown release "${strange}"${didYouMean(strange, known)}; the config names ${known.join(', ')}`,
    )
  }
  if (release !== undefined && !names.includes(release))
    throw new UsageError(
      `${NAME}(): the claim is about release "${release}", which is not among ${names.join(', ')}: ${example}`,
    )
  return names
}
