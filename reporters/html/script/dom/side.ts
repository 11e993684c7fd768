import type { PageReader } from '../data.ts'
import { differences } from '../differences.ts'
import { apart, long, make, marked, showCommand, type Child } from './elements.ts'

/**
 * The length of a text in characters beyond which changes are not marked: nobody reads two such texts beside each
 * other.
 */
const COMPARED = 5000

/** The texts of one side in addition to its answer: the instruction and the raw text, ready to show. */
interface SideTexts {
  readonly template: Child
  readonly raw: Child
}

/** Makes one side of a comparison: who answered what, how it was asked, and the command that shows it whole. */
export function side(page: PageReader, cell: number, role: string, { template, raw }: SideTexts): HTMLElement {
  const { id, family, seen, perturbation } = page.variant(cell)
  const right = page.number('score', cell) === 1
  const reason = page.reason(cell)
  const asked = [page.release(cell), id, ...[family, seen, perturbation].filter((part) => part !== '')]
  return make(
    'div',
    { class: 'side' },
    make('p', { class: 'role' }, apart(role), ' ', make('span', { class: 'muted' }, ...dotted(asked))),
    template === null ? null : make('pre', { class: 'template', tabindex: '0', 'aria-label': 'instruction' }, template),
    make('p', { class: 'answer' }, rightOrWrong(right), ' ', long(page.answered(cell))),
    raw === null
      ? null
      : make(
          'details',
          { class: 'raw', open: page.number('answer', cell) < 0 },
          make('summary', {}, 'raw text'),
          make('pre', { tabindex: '0', 'aria-label': 'raw text' }, raw),
        ),
    reason === null ? null : make('p', { class: 'muted' }, long(reason)),
    ...page.lines(cell).map(({ name, text }) => make('p', { class: 'muted' }, `${name}: `, long(text))),
    showCommand(page.key(cell)),
  )
}

/** Makes the side that holds the gold answer. */
export function goldSide(text: string): HTMLElement {
  return make(
    'div',
    { class: 'side' },
    make('p', { class: 'role' }, 'gold answer'),
    make('p', { class: 'answer' }, long(text)),
  )
}

/** Makes nodes of two texts with their differences marked. Nothing is marked where one text is missing or long. */
export function pair(before: string | null, after: string | null): readonly [Child, Child] {
  if (before === null || after === null || before.length > COMPARED || after.length > COMPARED)
    return [before === null ? null : long(before), after === null ? null : long(after)]
  const [left, right] = differences(before, after)
  return [marked(left, 'del'), marked(right, 'ins')]
}

function rightOrWrong(right: boolean): HTMLElement {
  return make('span', { class: `badge ${right ? 'pass' : 'fail'}` }, right ? '✓ right' : '✕ wrong')
}

function dotted(texts: readonly string[]): readonly Child[] {
  return texts.flatMap((text, at) => (at === 0 ? [apart(text)] : [' · ', apart(text)]))
}
