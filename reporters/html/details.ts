import { formatBound, formatEstimate, formatLimit } from '../../src/core/text/index.ts'
import type {
  ClaimResult,
  ClaimSpec,
  Counterexample,
  FamilyCount,
  MarkedChange,
  PathPoint,
} from '../../src/core/types/index.ts'
import {
  cameBack,
  changeLabel,
  claimFigures,
  claimNext,
  claimSample,
  claimWhy,
  outcomeInWords,
  replayCommand,
  samplingDesign,
  showCommand,
  unanswered,
  unitNoun,
  verdictWord,
} from '../../src/core/wording/index.ts'
import { suiteOf } from '../common/claimTable.ts'
import {
  cellsLink,
  claimAnchor,
  grouped,
  type PageParts,
  percent,
  pictureOf,
  plainHtml,
  routeOf,
  type Section,
  shownHtml,
  verdictClass,
  verdictMark,
} from './htmlParts.ts'
import { domainOf, linearScale, logScale, logTicks, ticks } from './scale.ts'

/** Shows all that is known of each claim, folded; those that fail are open. */
export function details(parts: PageParts): Section {
  const cards = parts.evidence.claims.map((claim, index) => card(parts, claim, index))
  return { id: 'details', heading: 'How each claim was decided', body: cards.join('\n') }
}

function card(parts: PageParts, claim: ClaimResult, index: number): string {
  const { suite, name } = suiteOf(claim.title)
  const { seed, candidate, command: made } = parts.evidence
  const picture = pictureOf(parts, claim)
  const noun = unitNoun(claim)
  const command = replayCommand({
    seed,
    candidate: candidate.name,
    title: claim.title,
    command: made,
    live: parts.context?.live,
  })
  const open = claim.verdict === 'fail' && !claim.spec.advisory ? ' open' : ''
  return `<details class="card ${verdictClass(claim.verdict)}" id="${claimAnchor(index)}"${open}>
<summary>${verdictMark(verdictWord(claim))} <span class="name">${shownHtml(name)}<span class="suite">${claim.spec.advisory ? 'advisory · ' : ''}${shownHtml(suite)}</span></span></summary>
<div class="two"><div>
<p class="figures">${plainHtml(claim.verdict === 'not applicable' ? claim.reason : `${claimFigures(claim)}`)}</p>
<dl class="facts">${facts(claim, index, picture !== null)}</dl>
<p class="command"><span>Replay</span> <code tabindex="0">${plainHtml(command, 800)}</code> <button type="button" class="copy" hidden>copy</button></p>
</div><div>${picture === null ? '' : pathChart(picture.path, claim.spec, noun)}</div></div>
${cases(claim)}${arms(claim)}${families(claim, index, picture !== null)}
</details>`
}

function facts(claim: ClaimResult, index: number, linked: boolean): string {
  const { cells, grid, units, pool, spec, at, estimate, outcomes, notes } = claim
  const missing = unanswered(claim)
  const next = claimNext(claim)
  const route = { claim: String(index + 1) }
  const count = linked ? cellsLink(route, `${grouped(cells)} cells`) : `${grouped(cells)} cells`
  const pairs: [string, string | null][] = [
    ['claim', `${plainHtml(spec.kind)} ${plainHtml(claim.population)}`],
    [
      'rests on',
      `${plainHtml(claimSample(claim))}: ${count} of ${grouped(grid)}${grid > 0 ? ` (${percent(cells / grid)})` : ''}, ${grouped(units)} of ${grouped(pool)} sources in the pool`,
    ],
    ['design', shownHtml(samplingDesign(spec))],
    [
      'estimate',
      estimate === null
        ? null
        : `${formatEstimate(estimate)} <span class="muted">biased if it stopped early: the bound counts</span>`,
    ],
    ['outcomes', Object.keys(outcomes).length === 0 ? null : plainHtml(missing ?? 'every cell was answered')],
    ['why', claim.verdict === 'inconclusive' ? shownHtml(claimWhy(claim), 1000) : null],
    ['next', next === null ? null : shownHtml(next)],
    ['notes', notes.length === 0 ? null : notes.map((note) => shownHtml(note)).join('<br>')],
    ['written at', at === undefined ? null : `<code>${plainHtml(`${at.file}:${at.line}`)}</code>`],
  ]
  return pairs
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`)
    .join('')
}

/** Shows the hypotheses of a claim that has several, the open and failing ones first. */
function arms(claim: ClaimResult): string {
  const { arms: found = [], spec } = claim
  const noun = unitNoun(claim)
  if (found.length === 0) return ''
  const weight = { fail: 0, open: 1, pass: 2 }
  const rows = found
    .toSorted((a, b) => weight[a.verdict ?? 'open'] - weight[b.verdict ?? 'open'])
    .map(
      ({ name, verdict, interval, units }) =>
        `<tr><th scope="row">${shownHtml(name)}</th><td>${verdictMark(verdict ?? 'inconclusive')}</td><td class="num">${formatBound(interval[0], 'down', spec.limit)} to ${formatBound(interval[1], 'up', spec.limit)}</td><td class="num">${grouped(units)}</td></tr>`,
    )
  return `<details class="fold"><summary>Each of the ${found.length}: ${plainHtml(spec.armStatistic ?? spec.statistic)}</summary><div class="scroll tall" tabindex="0" role="region" aria-label="Each of them"><table class="narrow"><thead><tr><th scope="col">which</th><th scope="col">verdict</th><th scope="col" class="num">confidence sequence</th><th scope="col" class="num">${noun}s</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`
}

/** Shows how many cells were asked and failed in each wording family, as bars and figures. */
function families({ families: found, spec, verdict }: ClaimResult, index: number, linked: boolean): string {
  const failing = found.filter(({ failed }) => failed > 0)
  if (failing.length === 0) return ''
  const verb = spec.statistic.includes('flip') ? 'flipped' : 'failed'
  const rows = found
    .toSorted((a, b) => rate(b) - rate(a) || b.asked - a.asked)
    .map((one) => {
      const route = routeOf('flips', { claim: String(index + 1), family: one.family })
      const shown = linked && one.failed > 0 && verdict !== 'pass' && !spec.negated
      const failed = shown ? `<a href="#${route}">${grouped(one.failed)}</a>` : grouped(one.failed)
      return `<tr><th scope="row">${shownHtml(one.family)}</th><td>${rateBar(one)}</td><td class="num">${failed}</td><td class="num">${grouped(one.asked)}</td></tr>`
    })
  return `<details class="fold"><summary>Wording families: asked and ${verb} <span class="muted">exploratory: the counts follow the stop</span></summary><div class="scroll" tabindex="0" role="region" aria-label="Wording families"><table class="narrow"><thead><tr><th scope="col">family</th><th scope="col"><span class="hidden">picture of the share</span></th><th scope="col" class="num">${verb}</th><th scope="col" class="num">asked</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`
}

function rate({ failed, asked }: FamilyCount): number {
  return asked === 0 ? 0 : failed / asked
}

function rateBar(count: FamilyCount): string {
  return `<svg class="chart share" viewBox="0 0 120 8" aria-hidden="true"><rect class="grid-bar" width="120" height="8" rx="2"/><rect class="fail-bar" width="${(120 * rate(count)).toFixed(1)}" height="8" rx="2"/></svg>`
}

const [WIDTH, HEIGHT] = [560, 190]
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 8, 8, 30]

/**
 * Draws how an interval closed as evidence came in: both bounds over the units, on a logarithmic scale, with the limit.
 */
function pathChart(path: readonly PathPoint[], spec: ClaimSpec, noun: string): string {
  const last = path.at(-1)
  if (last === undefined) return ''
  // The first bounds span the whole range and show nothing. They are cut off, so that the end can be read.
  const late = path.slice(Math.floor(path.length / 3))
  const ends = late.flatMap(({ least, most }) => [least, most])
  const domain = domainOf([...ends, spec.limit], spec.range)
  const y = linearScale(domain, [HEIGHT - BOTTOM, TOP])
  const x = logScale(last.units, [LEFT, WIDTH - RIGHT])
  const stairs = (pick: (point: PathPoint) => number) =>
    path.map((point, at) => (at === 0 ? '' : `H${x(point.units)}`) + `V${y(pick(point))}`).join('')
  const start = x(path[0]?.units ?? 1)
  const back = path
    .toReversed()
    .map((point, at) => `V${y(point.least)}${at === 0 ? '' : `H${x(point.units)}`}`)
    .join('')
  const limit = y(spec.limit)
  const [from, to] = spec.sense === 'at most' ? [TOP, limit] : [limit, HEIGHT - BOTTOM]
  const label = `The interval after ${last.units} ${noun}s: ${formatBound(last.least, 'down', spec.limit)} to ${formatBound(last.most, 'up', spec.limit)}, limit ${formatLimit(spec.limit)}`
  return `<figure class="path"><figcaption>How the interval closed as evidence came in</figcaption>
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><title>${label}</title>
<rect class="bad" x="${LEFT}" y="${from}" width="${WIDTH - LEFT - RIGHT}" height="${Math.max(0, to - from)}"/>
${ticks(domain, 5)
  .map(
    (tick) =>
      `<path class="grid" d="M${LEFT} ${y(tick)}H${WIDTH - RIGHT}"/><text class="y" x="${LEFT - 6}" y="${y(tick) + 4}">${formatLimit(tick)}</text>`,
  )
  .join('')}
${logTicks(last.units)
  .map((tick) => `<text x="${x(tick)}" y="${HEIGHT - 14}">${grouped(tick)}</text>`)
  .join('')}
<text class="y" x="${WIDTH - RIGHT}" y="${HEIGHT - 1}">${noun}s, on a scale of logarithms</text>
<path class="area" d="M${start} ${y(path[0]?.most ?? 0)}${stairs(({ most }) => most)}${back}Z"/>
<path class="edge" d="M${start} ${y(path[0]?.most ?? 0)}${stairs(({ most }) => most)}"/>
<path class="edge" d="M${start} ${y(path[0]?.least ?? 0)}${stairs(({ least }) => least)}"/>
<path class="limit" d="M${LEFT} ${limit}H${WIDTH - RIGHT}"/></svg>
<details class="figures-table"><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Bounds as evidence came in"><table><thead><tr><th scope="col" class="num">${noun}s</th><th scope="col" class="num">lower bound</th><th scope="col" class="num">upper bound</th></tr></thead><tbody>${path
    .map(
      ({ units, least, most }) =>
        `<tr><td class="num">${grouped(units)}</td><td class="num">${least.toFixed(4)}</td><td class="num">${most.toFixed(4)}</td></tr>`,
    )
    .join('')}</tbody></table></div></details></figure>`
}

/** The most places of a change that are shown. */
const MOST = 8

/**
 * Shows the counterexamples that a perturbation made, with the change marked in the text; nothing where there are none.
 */
function cases({ counterexamples }: ClaimResult): string {
  const perturbed = counterexamples.filter(({ change }) => change !== undefined)
  if (perturbed.length === 0) return ''
  return `<h3>Counterexamples</h3><p class="muted">Single cases, shown because they failed: nothing general follows from them.</p>
<ul>${perturbed.map(item).join('')}</ul>`
}

function item(one: Counterexample): string {
  const { change, example, after } = one
  const places = change?.marked.slice(0, MOST).map(place).join('') ?? ''
  return `<li>example ${shownHtml(example)}, ${shownHtml(after.variant)}: ${shownHtml(outcomeInWords(one))}
<br>${change === undefined ? '' : changeLabel(change)}:${places}${plainHtml(cameBack(one))}
<br><code>${plainHtml(showCommand(after.cell))}</code></li>`
}

function place({ part, lead, before, after, tail }: MarkedChange): string {
  return ` <q>${shownHtml(lead)}${before && `<del>${shownHtml(before)}</del>`}${after && `<ins>${shownHtml(after)}</ins>`}${shownHtml(tail)}</q> <span class="muted">(${plainHtml(part)})</span>`
}
