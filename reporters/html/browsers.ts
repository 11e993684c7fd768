import type { RunPicture } from '../../src/core/types/index.ts'
import { grouped, type PageParts, type Section } from './htmlParts.ts'
import { isTooMany, MOST_LISTED } from './listed.ts'

const SCRIPTLESS =
  '<noscript><p>This list needs the script of the page. The run folder holds all observations.</p></noscript>'

/** The two lists that the script fills: flipped examples, and the observations behind every figure. */
export const browsers = { flips, cells }

function flips({ picture, evidence }: PageParts): Section {
  const any = evidence.claims.some(
    ({ title, verdict, spec }) =>
      verdict !== 'pass' && !spec.negated && (picture?.claims.get(title)?.flips.length ?? 0) > 0,
  )
  return {
    id: 'flips',
    heading: 'Flipped examples',
    body: any
      ? `<p class="muted">Cells on which a claim that does not pass failed, each beside the cell it is compared with. Chosen because they failed: nothing general follows from them, and what is looked at wears the test set out. Sampling noise alone breaks some.${evidence.attempt ? ' Attempts are counted here: only the counterexamples that the ledger takes out of the pool are shown.' : ''}</p>
${SCRIPTLESS}<form class="filters" id="flips-form" aria-label="Filter flipped examples" hidden></form><p id="flips-count" role="status"></p><ol class="flips" id="flips-list"></ol><div class="pager" id="flips-pager"></div>`
      : '',
  }
}

function cells({ picture }: PageParts): Section {
  return {
    id: 'cells',
    heading: 'Observations',
    body:
      picture === null || picture.observations.length === 0
        ? ''
        : `<p class="muted">Every figure rests on these. A figure's link shows only those behind it.</p>${leftOut(picture)}
${SCRIPTLESS}<form class="filters" id="cells-form" aria-label="Filter observations" hidden></form><p id="cells-count" role="status"></p><div class="scroll" tabindex="0" role="region" aria-label="Observations"><table id="cells-table" hidden><thead><tr><th scope="col">cell</th><th scope="col">outcome</th><th scope="col">answer</th><th scope="col">gold</th><th scope="col" class="num">score</th></tr></thead><tbody id="cells-list"></tbody></table></div><div class="pager" id="cells-pager"></div>`,
  }
}

/** Says what a page of a large run leaves out, and where to find it. */
function leftOut(picture: RunPicture): string {
  if (!isTooMany(picture)) return ''
  const { length } = picture.observations
  return `<p class="muted">This page lists ${grouped(MOST_LISTED)} of the ${grouped(length)} observations, so that it opens at once: those on which a claim failed come first, and lists and the links of figures show no others. Charts and counts rest on all. All are in <code>observations.jsonl</code> beside this page; <code>npx vitest-robustness show</code> prints any cell, <code>npx vitest-robustness export</code> a table of all.</p>`
}
