import { candidateCells } from './counts.ts'
import { counted, formatLimit } from '../../src/core/text/index.ts'
import type { ClaimResult, RunEvidence } from '../../src/core/types/index.ts'
import { claimFigures, claimNext, claimWhy, earlierAnswersInWords } from '../../src/core/wording/index.ts'
import { suiteOf } from '../common/claimTable.ts'
import { isRegression, shipLine } from '../common/shipLine.ts'
import {
  claimAnchor,
  grouped,
  type PageParts,
  percent,
  pictureOf,
  plainHtml,
  routeOf,
  shownHtml,
  verdictClass,
  verdictMark,
  verdictSign,
} from './htmlParts.ts'

/** Shows the first screen: whether the release may ship, what got worse, what could not be decided, what it took. */
export function verdict(parts: PageParts): string {
  const { evidence } = parts
  if (evidence.measurements) return measuredHead(parts)
  const { gate, candidate, baseline, baselineId } = evidence
  const [answer = '', guarantee] = splitOnce(shipLine(evidence, parts.context), ': ')
  const against = baseline === null ? 'no baseline' : `${baseline.name}${baselineId ? ` · ${baselineId}` : ''}`
  const numbered = evidence.claims.map((claim, index) => ({ claim, index }))
  const gating = numbered.filter(({ claim }) => !claim.spec.advisory)
  const pick = (wanted: ClaimResult['verdict']) => gating.filter(({ claim }) => claim.verdict === wanted)
  const failed = pick('fail')
  return `<header class="verdict ${verdictClass(gate.verdict)}">
<p class="over">Robustness ${evidence.mode === 'gate' ? 'gate' : 'measurement'} · candidate ${shownHtml(candidate.name)} against ${shownHtml(against)}</p>
<h1><span class="sign" aria-hidden="true">${verdictSign(gate.verdict)}</span> ${shownHtml(answer)}</h1>
${guarantee ? `<p class="lead">${plainHtml(guarantee)}.</p>` : ''}
${warnings(parts)}${tiles(parts)}
</header>
${list(
  parts,
  'What got worse',
  failed.filter(({ claim }) => isRegression(claim)),
  'regressions',
)}
${list(
  parts,
  failed.some(({ claim }) => isRegression(claim)) ? 'What else broke' : 'What broke',
  failed.filter(({ claim }) => !isRegression(claim)),
  'failures',
)}
${list(parts, 'What could not be decided', pick('inconclusive'), 'undecided')}
${list(parts, 'What had nothing to be compared with', pick('not applicable'), 'idle')}
${evidence.missing.length === 0 ? '' : `<section class="list open" id="missing"><h2>Claims of the manifest that this run did not decide</h2><ul>${evidence.missing.map((title) => `<li>${shownHtml(title)}</li>`).join('')}</ul></section>`}
${waived(numbered)}
<details class="fold" id="reasons"${gate.verdict === 'inconclusive' && gate.exitCode === 2 ? ' open' : ''}><summary>The gate's reasons (exit code ${gate.exitUnderPolicy ?? gate.exitCode})</summary><ul>${gate.reasons.map((reason) => `<li>${shownHtml(reason, 2000)}</li>`).join('')}</ul></details>`
}

/** Says, in the place of the verdict, that a measure run has none. */
function measuredHead({ evidence, context }: PageParts): string {
  return `<header class="verdict none">
<p class="over">Robustness measurement · ${shownHtml(evidence.candidate.name)}</p>
<h1>${shownHtml(evidence.candidate.name)} was measured</h1>
${warnings({ evidence, context })}<ul>${evidence.gate.reasons.map((reason) => `<li>${shownHtml(reason, 2000)}</li>`).join('')}</ul>
</header>`
}

/** Shows the warnings, which a reader should see before anything else. */
function warnings({ evidence, context }: Pick<PageParts, 'evidence' | 'context'>): string {
  const { warnings: said = [], tracing = [] } = context ?? {}
  const all = [
    ...(context ? earlierAnswersInWords(evidence, context) : []),
    ...said,
    ...(tracing.length > 0 ? [`Tracing is on and sends prompts elsewhere: ${tracing.join(', ')}`] : []),
  ]
  return all.map((line) => `<p class="warning"><span aria-hidden="true">⚠</span> ${shownHtml(line, 1000)}</p>`).join('')
}

interface Row {
  readonly claim: ClaimResult
  readonly index: number
}

/** Lists claims under a heading, each with what to do or to look at next; nothing where there are none. */
function list(parts: PageParts, heading: string, rows: readonly Row[], id: string): string {
  if (rows.length === 0) return ''
  const items = rows.map(({ claim, index }) => {
    const { suite, name } = suiteOf(claim.title)
    const flips = pictureOf(parts, claim)?.flips.length ?? 0
    const next = claimNext(claim)
    const why = claim.verdict === 'inconclusive' ? claimWhy(claim) : null
    const look =
      flips > 0 && !claim.spec.negated
        ? ` <a href="#${routeOf('flips', { claim: String(index + 1) })}">${grouped(flips)} to look at</a>`
        : ''
    return (
      `<li><a href="#${claimAnchor(index)}"><span class="suite">${shownHtml(suite)} ›</span> ${shownHtml(name)}</a>` +
      `<span class="figures">${plainHtml(claim.verdict === 'not applicable' ? claim.reason : claimFigures(claim))}</span>` +
      `${[why, next].map((line) => (line === null ? '' : `<span class="muted">${shownHtml(line, 1000)}</span>`)).join('')}${look}</li>`
    )
  })
  const [first] = rows
  return `<section class="list ${first ? verdictClass(first.claim.verdict) : ''}" id="${id}"><h2>${heading}</h2><ul>${items.join('')}</ul></section>`
}

/** Says what the guarantee excludes: claims that are tested against a looser limit for a time. */
function waived(rows: readonly Row[]): string {
  const items = rows.flatMap(({ claim: { title, spec, waived: waiver }, index }) =>
    waiver === undefined
      ? []
      : [
          `<li><a href="#${claimAnchor(index)}">${shownHtml(title)}</a><span class="figures">tested against ${formatLimit(spec.limit)} instead of ${formatLimit(waiver.limit)} up to and including ${plainHtml(waiver.expires)}</span>` +
            `<span class="muted">${shownHtml(waiver.reason)} (${shownHtml(waiver.owner)})</span></li>`,
        ],
  )
  if (items.length === 0) return ''
  return `<section class="list open" id="waived"><h2>Waived: what the verdict does not guarantee</h2><ul>${items.join('')}</ul></section>`
}

function tiles(parts: PageParts): string {
  const { evidence, context } = parts
  const gating = evidence.claims.filter(({ spec }) => !spec.advisory)
  const advisory = evidence.claims.filter(({ spec }) => spec.advisory)
  let used = 0
  for (const { cells } of candidateCells(parts).values()) used += cells.length / 3
  const cells = used || evidence.claims.reduce((sum, claim) => sum + claim.cells, 0)
  const grid = wholeGrid(evidence)
  return `<dl class="tiles">
<div><dt>Gating claims</dt><dd>${counts(gating)}</dd></div>
${advisory.length === 0 ? '' : `<div><dt>Advisory claims, which never gate</dt><dd>${counts(advisory)}</dd></div>`}
<div><dt>Evidence</dt><dd>${grouped(cells)} cells <span class="muted">of ${grouped(grid)} in the grid (${grid === 0 ? '–' : percent(cells / grid)})</span></dd></div>
<div><dt>Error rates</dt><dd>α ${formatLimit(evidence.alpha)} <span class="muted">fail corrected for ${counted(evidence.claimsPlanned.count, 'claim')}</span></dd></div>
${context === null ? '' : `<div><dt>Run</dt><dd>${plainHtml(context.startedAt.slice(0, 16).replace('T', ' '))} UTC <span class="muted">${(context.durationMs / 1000).toFixed(1)} s, ${grouped(context.calls.made)} calls made, ${grouped(context.calls.reused)} reused</span></dd></div>`}
</dl>`
}

function counts(claims: readonly ClaimResult[]): string {
  const order = ['fail', 'inconclusive', 'not applicable', 'pass'] as const
  const found = order.map((one) => [one, claims.filter((claim) => claim.verdict === one).length] as const)
  return found
    .filter(([, count]) => count > 0)
    .map(([one, count]) => `<span class="count"><strong>${count}</strong> ${verdictMark(one)}</span>`)
    .join(' ')
}

/** Counts the cells of all tasks' grids, each once however many claims share it. */
export function wholeGrid({ claims }: RunEvidence): number {
  let sum = 0
  for (const own of Map.groupBy(claims, ({ spec }) => spec.task).values()) {
    const variants = new Set(own.flatMap(({ spec }) => spec.roles.flatMap(({ pool }) => pool))).size
    const examples = own.map(({ grid, spec }) => grid / (new Set(spec.roles.flatMap(({ pool }) => pool)).size || 1))
    sum += variants * Math.max(...examples)
  }
  return Math.round(sum)
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + mark.length)]
}
