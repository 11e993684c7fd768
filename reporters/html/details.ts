import { formatBound, formatEstimate } from '../../src/core/text/index.ts'
import {
  replayCommand,
  claimFigures,
  claimNext,
  claimSample,
  samplingDesign,
  unanswered,
  claimWhy,
  unitNoun,
  verdictWord,
} from '../../src/core/wording/index.ts'
import type { ClaimResult, FamilyCount } from '../../src/core/types/index.ts'
import { suiteOf } from '../suiteOf.ts'
import { cases } from './cases.ts'
import { plainHtml, shownHtml } from './escapeHtml.ts'
import {
  cellsLink,
  claimAnchor,
  grouped,
  percent,
  pictureOf,
  routeOf,
  type PageParts,
  type Section,
} from './htmlParts.ts'
import { pathChart } from './pathChart.ts'
import { verdictClass, verdictMark } from './verdictMark.ts'

/** All that is known of each claim, folded; those that fail are open. */
export function details(parts: PageParts): Section {
  const cards = parts.evidence.claims.map((claim, index) => card(parts, claim, index))
  return { id: 'details', heading: 'How each claim was decided', body: cards.join('\n') }
}

function card(parts: PageParts, claim: ClaimResult, index: number): string {
  const { suite, name } = suiteOf(claim.title)
  const { seed, candidate, command: made } = parts.evidence
  const picture = pictureOf(parts, claim)
  const noun = unitNoun(claim)
  const command = replayCommand({ seed, candidate: candidate.name, title: claim.title, command: made })
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

/** The hypotheses of a claim that has several, the open and failing ones first. */
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

/** Asked and failed in each wording family, as bars and figures. */
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
