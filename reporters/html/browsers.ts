import type { PageParts, Section } from './htmlParts.ts'

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
        : `<p class="muted">Every figure rests on these. A figure's link shows only those behind it.</p>
${SCRIPTLESS}<form class="filters" id="cells-form" aria-label="Filter observations" hidden></form><p id="cells-count" role="status"></p><div class="scroll" tabindex="0" role="region" aria-label="Observations"><table id="cells-table" hidden><thead><tr><th scope="col">cell</th><th scope="col">outcome</th><th scope="col">answer</th><th scope="col">gold</th><th scope="col" class="num">score</th></tr></thead><tbody id="cells-list"></tbody></table></div><div class="pager" id="cells-pager"></div>`,
  }
}
