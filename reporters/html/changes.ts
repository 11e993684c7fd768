import { counted, formatBound } from '../../src/core/text/index.ts'
import type { Comparison, ExampleName, LossCount } from '../../src/core/types/index.ts'
import { cellsLink, grouped, type PageParts, percent, plainHtml, type Section, shownHtml } from './htmlParts.ts'
import { linearScale } from './scale.ts'

const MOST_LOSSES = 25
const MOST_EXAMPLES = 200
const WIDTH = 200

/**
 * Shows what is different from the accepted release: claims, examples, and the parts where the loss is. All of it is
 * advisory.
 */
export function changes({ evidence: { comparison }, picture }: PageParts): Section {
  const heading = 'Against the accepted release'
  if (comparison === undefined) return { id: 'changes', heading, body: '' }
  const { broken, mended, newlyFailing, newlyPassing, moved, sources, examples } = comparison
  const bySource = sources
    ? `<p>By independent source: ${grouped(sources.worse)} of ${grouped(sources.compared)} got worse, ${grouped(sources.better)} better${
        sources.pValue === null ? '' : `, exact sign test p = ${sources.pValue.toPrecision(2)}`
      }.</p>`
    : ''
  const body = [
    titles('Newly failing', newlyFailing),
    titles('Newly passing', newlyPassing),
    titles(
      'Moved: the confidence sequences then and now do not overlap',
      moved.map(({ title, before, now }) => `${title}: ${span(before)} then, ${span(now)} now`),
    ),
    losses(comparison),
    named(
      `${counted(broken.length, 'example')} of ${grouped(examples)} broken: always right before, always wrong now`,
      broken,
      picture !== null,
    ),
    named(
      `${counted(mended.length, 'example')} recovered: always wrong before, always right now`,
      mended,
      picture !== null,
    ),
    bySource,
  ]
  return { id: 'changes', heading, body: body.join('') }
}

function span([least, most]: readonly [number, number]): string {
  return `${formatBound(least, 'down')} to ${formatBound(most, 'up')}`
}

function titles(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  return `<h3>${heading}</h3><ul>${lines.map((line) => `<li>${shownHtml(line)}</li>`).join('')}</ul>`
}

/**
 * Returns the parts that lost more sources than they gained, by the lower end of the interval. Runs of version 0.1 counted
 * cells and are left out.
 */
function losses({ losses: all, sources, parts = 0 }: Comparison): string {
  const found = all
    .filter((one) => 'sources' in one)
    .filter(({ lost, gained }) => lost > gained)
    .toSorted((a, b) => b.interval[0] - a.interval[0])
  if (!sources || found.length === 0) return ''
  const rows = found
    .slice(0, MOST_LOSSES)
    .map(
      (one) =>
        `<tr><th scope="row">${shownHtml(one.name)}</th><td>${plainHtml(one.by)}</td><td>${shownHtml(one.task)}</td><td>${bar(one)}</td><td class="num">${grouped(one.lost)} of ${grouped(one.sources)}</td><td class="num">${grouped(one.gained)}</td><td class="num">${grouped(one.gained - one.lost)}</td><td class="num">${percent(one.lost / (one.lost + one.gained))} <span class="muted">${percent(one.interval[0])} to ${percent(one.interval[1])}</span></td></tr>`,
    )
  const more =
    found.length > MOST_LOSSES ? `<p class="muted">${found.length - MOST_LOSSES} more are in run.json.</p>` : ''
  return `<details class="fold" open><summary>Which parts carry the loss <span class="muted">exploratory, of ${counted(parts, 'part')} looked at; counted by source</span></summary><div class="scroll" tabindex="0" role="region" aria-label="Which parts carry the loss"><table class="narrow"><thead><tr><th scope="col">part</th><th scope="col">by</th><th scope="col">task</th><th scope="col"><span class="hidden">picture of share and interval</span></th><th scope="col" class="num">lost</th><th scope="col" class="num">gained</th><th scope="col" class="num">net</th><th scope="col" class="num">lost of all changed, 95%</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>${more}</details>`
}

function bar({ lost, gained, interval }: LossCount): string {
  const x = linearScale([0, 1], [4, WIDTH - 4])
  return `<svg class="chart loss" viewBox="0 0 ${WIDTH} 14" aria-hidden="true"><path class="grid" d="M4 7H${WIDTH - 4}"/><path class="range" d="M${x(interval[0])} 7H${x(interval[1])}"/><circle class="bound" cx="${x(lost / (lost + gained))}" cy="7" r="4"/></svg>`
}

function named(summary: string, examples: readonly ExampleName[], linked: boolean): string {
  if (examples.length === 0) return `<p>${summary}.</p>`
  const items = examples.slice(0, MOST_EXAMPLES).map(({ task, example }) => {
    const name = `${shownHtml(task)}/${shownHtml(example)}`
    return `<li>${linked ? cellsLink({ text: example, task }, name) : name}</li>`
  })
  const more =
    examples.length > MOST_EXAMPLES
      ? `<p class="muted">${examples.length - MOST_EXAMPLES} more are in run.json.</p>`
      : ''
  return `<details class="fold"><summary>${summary} <span class="muted">advisory</span></summary><ul class="examples">${items.join('')}</ul>${more}</details>`
}
