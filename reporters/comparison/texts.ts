import type {
  ComparedFigure,
  ComparedPair,
  RankedPart,
  ReleaseComparison,
  ReleaseGap,
} from '../../src/core/compare/index.ts'
import { counted, formatBound, formatChange, formatEstimate, namesUpTo } from '../../src/core/text/index.ts'
import { claimFigures } from '../../src/core/wording/index.ts'

/**
 * Writes a value with its interval: `0.81 [0.78, 0.84]`; `-` where there is none. `digits` is the number of decimals,
 * where a metric sets it.
 */
export function figureText(figure: ComparedFigure | null, digits?: number): string {
  if (figure === null) return '-'
  const { value, interval } = figure
  if (digits !== undefined) {
    const bounds = interval ? ` [${interval.low.toFixed(digits)}, ${interval.high.toFixed(digits)}]` : ''
    return `${value.toFixed(digits)}${bounds}`
  }
  const bounds = interval ? ` [${formatBound(interval.low, 'down')}, ${formatBound(interval.high, 'up')}]` : ''
  return `${formatEstimate(value)}${bounds}`
}

/** Writes what one release shows of a claim: its verdict with the bound that it rests on. */
export function claimText(claim: ReleaseComparison['claims'][number]['of'][number]): string {
  if (claim === null) return 'has no such claim'
  if ('spec' in claim) {
    return claim.verdict === 'not applicable' ? claim.verdict : `${claim.verdict}: ${claimFigures(claim)}`
  }
  if (claim.verdict === undefined) return 'accepted without a gate'
  const range = claim.interval
    ? `, between ${formatBound(claim.interval[0], 'down')} and ${formatBound(claim.interval[1], 'up')}`
    : ''
  return `${claim.verdict}${range}`
}

/** Says what the figures rest on, and what they do not show. */
export function basisLines({ releases, figures, scoredBy, leftOut, basis }: ReleaseComparison): string[] {
  if (basis !== undefined) return [...basis]
  const gaps = releases.filter(({ without }) => without > 0)
  const gates = releases.filter(({ from }) => from === 'gate run')
  const whole = figures.some((figure) => figure.of.some((one) => one?.interval))
  return [
    ...(scoredBy === undefined ? [] : [`Recorded logs scored by ${scoredBy}.`]),
    ...(whole
      ? [
          'Intervals: 95%, over independent sources, of a size fixed beforehand; side by side they are no test of a difference.',
        ]
      : []),
    ...gaps.map(
      ({ name, without }) => `${name}: ${counted(without, 'cell')} without a score left out, neither right nor wrong.`,
    ),
    ...(leftOut.length === 0 ? [] : [`Figures are over each release's own cells. ${leftOut.join(' ')}`]),
    ...(gates.length > 0
      ? [
          `${gates.map(({ name }) => name).join(', ')}: a gate's run stops where its data say, so the bounds of its claims alone hold.`,
        ]
      : []),
  ]
}

/** Writes the paired differences, a sentence each. */
export function differenceLines({ releases, differences = [] }: ReleaseComparison): string[] {
  const [before, now] = releases
  if (!before || !now) return []
  if (differences.length === 0) return [`${before.name} and ${now.name} share no cell, so nothing can be paired.`]
  return differences.map(({ task, cells, examples, sources, estimate, interval, reason }) => {
    const range = interval
      ? `95% interval ${formatBound(interval.low, 'down', 0)} to ${formatBound(interval.high, 'up', 0)}`
      : `no interval: ${reason ?? 'unknown'}`
    const basis =
      `${counted(cells, 'shared cell')} of ${counted(examples, 'example')}` +
      (sources === examples ? '' : `, ${counted(sources, 'source')}, each with the same weight`)
    return `${task}: ${now.name} scores ${formatChange(estimate)} against ${before.name} (${range}; ${basis}).`
  })
}

/** The ranks that a release may have: `1`, `2 to 4`. */
export function rankText({ best, worst }: RankedPart['ranks'][number]): string {
  return best === worst ? String(best) : `${best} to ${worst}`
}

/** Writes a rank with what it rests on: `1 to 2; established above a, b; open against c`. */
export function rankSentence(rank: RankedPart['ranks'][number], names: readonly string[]): string {
  const listed = (places: readonly number[]) => places.map((place) => names[place] ?? '').join(', ')
  return [
    rankText(rank),
    ...(rank.above.length === 0 ? [] : [`established above ${listed(rank.above)}`]),
    ...(rank.open.length === 0 ? [] : [`not established against ${listed(rank.open)}`]),
  ].join('; ')
}

/** The name of a part with its task: `re`, `re, unseen`. */
export function partText({ task, part }: Pick<RankedPart, 'task' | 'part'>): string {
  return part === '' ? task : `${task}, ${part}`
}

/** Says what the ranks rest on, and what they leave open. */
export function rankLines({ releases, ranking }: Pick<ReleaseComparison, 'releases' | 'ranking'>): string[] {
  if (ranking === undefined) return []
  const { pairs, parts } = ranking
  const open = pairs.filter(({ isEstablished }) => !isEstablished).length
  const over = [...new Set(parts.map((part) => part.over))].join(' and ')
  const names = releases.map(({ name }) => name)
  return [
    `Ranks: each pair on what both were asked. Established where the exact sign test over ${over}, with Holm's correction ` +
      `for the ${counted(pairs.length, 'pair')} here, is below 0.05 and the 95% bootstrap interval of the mean difference ` +
      `excludes 0${orConstant(pairs)}. ${open === 0 ? 'All are established.' : `The order of ${counted(open, 'pair')} is not established.`}`,
    ...parts.flatMap((part) => instructionLines(part, pairs, names)),
    ...omittedLines(ranking, names),
  ]
}

/** Adds to the rule what holds of differences that are the same in all units. */
function orConstant(contrasts: readonly Pick<ComparedPair, 'isConstant'>[]): string {
  return contrasts.some(({ isConstant }) => isConstant) ? ', or all differences are the same and not 0' : ''
}

/** The number of pairs that a sentence names. */
const MOST_PAIRS = 6

/** Says how many instructions the ranks on seen and on unseen ones rest on: each release has a list of its own. */
function instructionLines(
  { task, part }: RankedPart,
  pairs: readonly ComparedPair[],
  names: readonly string[],
): string[] {
  const own = pairs.filter((pair) => pair.task === task && pair.part === part)
  const counts = own.flatMap(({ instructions }) => instructions ?? [])
  const [first] = counts
  if (first === undefined) return []
  const where = partText({ task, part })
  if (counts.every(({ compared, left }) => compared === first.compared && left === 0))
    return [`${where}: over ${counted(first.compared, 'instruction')} ${part} for both of each pair.`]
  const each = own.flatMap(({ before, now, instructions }) =>
    instructions === undefined
      ? []
      : `${names[before]} and ${names[now]} ${instructions.compared}` +
        (instructions.left > 0 ? ` (${instructions.left} ${part} for one of the two alone left out)` : ''),
  )
  return [`${where}: over instructions ${part} for both of a pair: ${namesUpTo(MOST_PAIRS, each)}.`]
}

/** Names the pairs that have no rank on seen or unseen instructions, and says why. */
function omittedLines({ omitted = [] }: NonNullable<ReleaseComparison['ranking']>, names: readonly string[]): string[] {
  const alike = Map.groupBy(omitted, ({ task, part, reason }) => JSON.stringify([task, part, reason]))
  return [...alike.values()].map((own) => {
    const { part, reason } = own[0]!
    const who = namesUpTo(
      MOST_PAIRS,
      own.map(({ before, now }) => `${names[before]} and ${names[now]}`),
    )
    const why =
      reason === 'lists differ'
        ? `their lists of seen instructions differ, and no instruction is ${part} for both`
        : 'of one of the two it is not known which instructions it has seen'
    return `${partText(own[0]!)}: not compared: ${who}: ${why}.`
  })
}

/** A pair of releases with the better one first. */
function betterFirst(pair: ComparedPair): {
  readonly better: number
  readonly worse: number
  readonly difference: ComparedPair
} {
  if (pair.estimate >= 0) return { better: pair.now, worse: pair.before, difference: pair }
  const { above, below, estimate, interval } = pair
  const turned = interval && { ...interval, low: -interval.high, high: -interval.low }
  const difference = { ...pair, estimate: -estimate, interval: turned, above: below, below: above }
  return { better: pair.before, worse: pair.now, difference }
}

/** The pairs of a part with the better one first, as names, mean difference, test and finding. */
export function pairRows(
  { task, part, over }: RankedPart,
  { releases, ranking }: Pick<ReleaseComparison, 'releases' | 'ranking'>,
): (readonly [pair: string, difference: string, test: string, finding: string])[] {
  return (ranking?.pairs ?? [])
    .filter((pair) => pair.task === task && pair.part === part)
    .map((pair) => {
      const { better, worse, difference } = betterFirst(pair)
      const names = `${releases[better]?.name ?? ''} over ${releases[worse]?.name ?? ''}`
      return [names, differenceText(difference), testText(difference, over), findingText(difference)]
    })
}

/** Writes a sign test: `of 13 data sets 9 above 0, 4 below, p 0.267, with Holm 1.000`. */
export function testText(
  { units, above, below, pValue, adjusted }: Omit<ReleaseGap, 'release' | 'seen' | 'unseen'>,
  over: string,
): string {
  const noun = units === 1 ? over.replace(/s$/, '') : over
  return `of ${units} ${noun} ${above} above 0, ${below} below, p ${pText(pValue)}, with Holm ${pText(adjusted)}`
}

function pText(value: number): string {
  return value < 0.001 ? value.toExponential(0) : value.toFixed(3)
}

/** Writes a model's loss on unseen instructions, with test and finding. */
export function gapText(gap: ReleaseGap): string {
  return (
    `${gap.seen.toFixed(3)} on seen, ${gap.unseen.toFixed(3)} on unseen, gap ${differenceText(gap)}; ` +
    `${testText(gap, 'data sets')}: ${findingText(gap)}`
  )
}

/** Writes a difference with its interval: `+0.031 [0.01, 0.06]`. */
export function differenceText({ estimate, interval }: Pick<ReleaseGap, 'estimate' | 'interval'>): string {
  const range = interval ? ` [${formatBound(interval.low, 'down', 0)}, ${formatBound(interval.high, 'up', 0)}]` : ''
  return `${formatChange(estimate)}${range}`
}

/** Says whether a difference is established, and why there is no interval where that is the reason. */
export function findingText({ isEstablished, interval, reason, isConstant }: ReleaseGap | ComparedPair): string {
  const finding = isEstablished ? 'established' : 'not established'
  if (interval !== null) return finding
  if (isConstant) return `${finding} (the same in all, so there is no interval)`
  return reason === undefined || isEstablished ? finding : `${finding} (${reason})`
}

/** Says what the gaps rest on. */
export function gapLines({ gaps }: ReleaseComparison): string[] {
  if (gaps === undefined) return []
  return [
    `Gaps: mean on seen minus mean on unseen instructions of each data set. Established where the exact sign test over data ` +
      `sets, with Holm's correction for ${counted(gaps.length, 'model')}, is below 0.05 and the 95% bootstrap interval over ` +
      `data sets excludes 0${orConstant(gaps)}.`,
  ]
}

/** The names of releases for a column: long ones are cut in the middle, or not at all where two would be the same. */
export function shortNames(names: readonly string[], most: number): string[] {
  const short = names.map((name) => cutMiddle(name, most))
  return names.map((name, at) => (short.filter((one) => one === short[at]).length > 1 ? name : short[at]!))
}

function cutMiddle(text: string, most: number): string {
  const letters = Array.from(text)
  if (letters.length <= most) return text
  const end = Math.floor((most - 1) / 2)
  return `${letters.slice(0, most - 1 - end).join('')}…${letters.slice(-end).join('')}`
}
