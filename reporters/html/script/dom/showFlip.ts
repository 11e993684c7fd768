import type { PageExample, PageReader } from '../data.ts'
import { changeOf, type PageFlip } from '../flips.ts'
import { spelledText } from '../text.ts'
import { apart, long, make, type Child } from './elements.ts'
import { goldSide, pair, side } from './side.ts'

/** Makes an item of the list of flips: the example, and both sides with the changes marked. */
export function showFlip(page: PageReader, flip: PageFlip): HTMLElement {
  const example = page.example(flip.after)
  const template = (cell: number): string | null => (cell < 0 ? null : (page.variant(cell).text ?? null))
  const templates = pair(template(flip.before), template(flip.after))
  const raws = pair(flip.before < 0 ? null : page.raw(flip.before), page.raw(flip.after))
  const fields = inputOf(example)
  return make(
    'li',
    { class: 'flip' },
    make(
      'article',
      { 'aria-label': spelledText(`example ${example.id}`) },
      head(page, flip, example),
      fields.length === 0 ? null : make('dl', { class: 'input' }, ...fields),
      make(
        'div',
        { class: 'sides' },
        flip.before < 0
          ? goldSide(example.gold)
          : side(page, flip.before, flip.was, { template: templates[0], raw: raws[0] }),
        side(page, flip.after, flip.is, { template: templates[1], raw: raws[1] }),
      ),
    ),
  )
}

function head(page: PageReader, flip: PageFlip, { id, gold }: PageExample): HTMLElement {
  const claim = page.data.claims[flip.claim]?.title ?? ''
  return make(
    'p',
    { class: 'head' },
    make('code', {}, apart(id)),
    ' ',
    make('span', { class: 'change' }, changeOf(page, flip)),
    ' ',
    make(
      'span',
      { class: 'muted' },
      'gold ',
      apart(gold.slice(0, 200)),
      ' · ',
      make('a', { href: `#claim-${flip.claim + 1}` }, apart(claim)),
    ),
  )
}

function inputOf({ input = {}, options }: PageExample): readonly Child[] {
  const texts = Object.entries(input).map(([name, text]) => field(apart(name), long(text)))
  if (options === undefined) return texts
  const choices = options.map((text) => make('li', {}, long(text)))
  return [...texts, field('options', make('ol', { type: 'A' }, ...choices))]
}

function field(name: Child, value: Child): Child {
  return make('div', {}, make('dt', {}, name), make('dd', {}, value))
}
