import { cameBack, changeLabel, outcomeInWords, showCommand } from '../../src/core/wording/index.ts'
import type { ClaimResult, Counterexample, MarkedChange } from '../../src/core/types/index.ts'
import { plainHtml, shownHtml } from './escapeHtml.ts'

/** Places of a change that are shown. */
const MOST = 8

/** Counterexamples that a perturbation made, with the change marked in the text. Empty where there is none. */
export function cases({ counterexamples }: ClaimResult): string {
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
