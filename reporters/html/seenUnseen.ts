import { formatBound } from '../../src/core/text/index.ts'
import type { ClaimResult } from '../../src/core/types/index.ts'
import { candidateCells, countBy, seenAndUnseen, type CandidateCells, type Count } from './counts.ts'
import {
  cellsLink,
  claimAnchor,
  grouped,
  type PageParts,
  percent,
  plainHtml,
  type Section,
  shownHtml,
} from './htmlParts.ts'
import { linearScale } from './scale.ts'

const [WIDTH, HEIGHT, PAD] = [340, 30, 12]

interface Row {
  readonly task: string
  readonly kind: string
  readonly release: string
  readonly seen: Count
  readonly unseen: Count
  readonly drop: { readonly claim: ClaimResult; readonly index: number } | undefined
}

/**
 * Shows the shares of right answers on seen and on unseen instructions, a line for each task, so that relation
 * extraction can be compared with question answering.
 */
export function seenUnseen(parts: PageParts): Section {
  const { evidence } = parts
  const cellsOf = candidateCells(parts)
  const rows = evidence.tasks.flatMap(({ name, kind }) => {
    const cells = cellsOf.get(name)
    return cells ? rowOf(parts, name, kind, cells) : []
  })
  const order = rows.toSorted((a, b) => weight(a) - weight(b) || (a.task < b.task ? -1 : 1))
  const measured = evidence.mode === 'measure'
  const caution = measured
    ? 'Shares of the cells asked, evenly over the grid.'
    : 'Exploratory: shares of the cells that the claims happened to ask; where a claim bounds the drop, its confidence sequence stands beside.'
  const table = `<p class="key"><span class="k-seen">seen</span> <span class="k-unseen">unseen</span> <span class="muted">${caution}</span></p>
<div class="scroll" tabindex="0" role="region" aria-label="Right answers on seen and unseen instructions"><table class="forest"><thead><tr><th scope="col">task</th><th scope="col" class="axis"><svg class="chart" viewBox="0 0 ${WIDTH} 18" aria-hidden="true">${[0, 0.25, 0.5, 0.75, 1].map((tick) => `<text x="${x(tick)}" y="12">${tick * 100}%</text>`).join('')}</svg><span class="hidden">picture of both shares</span></th><th scope="col" class="num">right, seen</th><th scope="col" class="num">right, unseen</th><th scope="col" class="num">drop that the claims bound</th></tr></thead><tbody>${order.map(line).join('')}</tbody></table></div>`
  return { id: 'seen', heading: title(order), body: order.length === 0 ? '' : table }
}

const x = linearScale([0, 1], [PAD, WIDTH - PAD])

function title(rows: readonly Row[]): string {
  const kinds = new Set(rows.map(weight))
  return kinds.size > 1
    ? 'Seen against unseen instructions, relation extraction against question answering'
    : 'Seen against unseen instructions'
}

/** Returns the order of tasks: relation extraction first, then the kinds of question answering. */
function weight({ kind }: Row): number {
  return kind === 'relation-extraction' ? 0 : 1
}

function rowOf({ evidence }: PageParts, task: string, kind: string, own: CandidateCells): Row[] {
  const sets = seenAndUnseen(evidence, task)
  const counts = countBy(own, (variant) =>
    sets.seen.has(variant) ? 'seen' : sets.unseen.has(variant) ? 'unseen' : null,
  )
  const [seen, unseen] = [counts.get('seen')?.get(''), counts.get('unseen')?.get('')]
  if (!seen || !unseen) return []
  const drops = evidence.claims
    .map((claim, index) => ({ claim, index }))
    .filter(({ claim: { spec, units } }) => spec.task === task && spec.statistic === 'drop' && units > 0)
  return [
    {
      task,
      kind,
      release: evidence.candidate.name,
      seen,
      unseen,
      drop: drops.toSorted((a, b) => widthOf(a.claim) - widthOf(b.claim))[0],
    },
  ]
}

function widthOf({ interval }: ClaimResult): number {
  return interval[1] - interval[0]
}

function line({ task, kind, release, seen, unseen, drop }: Row): string {
  const [a, b] = [x(right(seen)), x(right(unseen))]
  const bound = drop
    ? `<a href="#${claimAnchor(drop.index)}">${formatBound(drop.claim.interval[0], 'down')} to ${formatBound(drop.claim.interval[1], 'up')}</a>`
    : '–'
  return (
    `<tr><th scope="row">${shownHtml(task)}<span class="suite">${plainHtml(kind)}</span></th><td class="axis"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">` +
    `${[0, 0.25, 0.5, 0.75, 1].map((tick) => `<path class="grid" d="M${x(tick)} 0V${HEIGHT}"/>`).join('')}` +
    `<path class="dumbbell" d="M${a} 15H${b}"/><circle class="seen" cx="${a}" cy="15" r="5"/><rect class="unseen" x="${b - 4.5}" y="10.5" width="9" height="9"/></svg></td>` +
    `<td class="num">${share(task, release, 'seen', seen)}</td><td class="num">${share(task, release, 'unseen', unseen)}</td><td class="num">${bound}</td></tr>`
  )
}

function right({ asked, failed }: Count): number {
  return (asked - failed) / asked
}

function share(task: string, release: string, seen: string, count: Count): string {
  return `${percent(right(count))} <span class="muted">${cellsLink({ task, seen, release }, `${grouped(count.asked - count.failed)} of ${grouped(count.asked)}`)}</span>`
}
