/** Makes elements by name, and text nodes: no text ever becomes markup here. */
import type { Run } from '../differences.ts'
import { grouped, shellWord, spellOut } from '../text.ts'

/** The content of an element; `null` and an empty text are left out. */
export type Child = Node | string | null

/** Attributes by name, `null` and `false` for none; `on` says what happens on a click. */
interface Attributes {
  readonly on?: { readonly click: () => void }
  readonly [name: string]: unknown
}

/** The number of characters of a long text that are shown at first. */
const LONG = 600

/** Makes an element with attributes and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { on, ...attributes }: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (on !== undefined) element.addEventListener('click', on.click)
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  element.append(...nodesOf(children))
  return element
}

/** Finds an element of the page; `null` where the page does not have it. */
export function byId(id: string): HTMLElement | null {
  return document.getElementById(id)
}

/** Makes nodes of a text from outside, with hidden characters spelled out. */
export function spelled(text: string): readonly Child[] {
  return spellOut(text).map((piece) => (piece.hidden ? make('span', { class: 'ctl' }, piece.text) : piece.text))
}

/** Makes the same an element that the bidirectional algorithm treats apart from its surroundings. */
export function apart(text: string): HTMLElement {
  return make('bdi', {}, ...spelled(text))
}

/** Makes nodes of the runs of a text, with the changed ones in `tag`. */
export function marked(runs: readonly Run[], tag: 'del' | 'ins'): HTMLElement {
  return make(
    'bdi',
    {},
    ...runs.flatMap(({ text, changed }) => (changed ? [make(tag, {}, ...spelled(text))] : spelled(text))),
  )
}

/** Makes an element of a text from outside. A long text is cut, with a button that shows all of it. */
export function long(text: string): HTMLElement {
  if (text.length <= LONG) return apart(text)
  const bdi = make('bdi', {}, ...spelled(text.slice(0, LONG)), '…')
  const showAll = (): void => {
    bdi.replaceChildren(...nodesOf(spelled(text)))
    bdi.setAttribute('tabindex', '-1')
    bdi.focus()
    button.remove()
  }
  const label = `show all ${grouped(text.length)} characters`
  const button = make('button', { type: 'button', class: 'more', on: { click: showAll } }, label)
  return make('span', { class: 'long' }, bdi, button)
}

/** Makes an element with the command that shows a cell, and a button that copies it. */
export function showCommand(key: string): HTMLElement {
  const text = `npx vitest-robustness show ${shellWord(key)}`
  const button = make(
    'button',
    { type: 'button', class: 'copy', 'aria-label': 'copy the command', on: { click: () => copy(button, text) } },
    'copy',
  )
  return make('p', { class: 'command' }, make('code', { tabindex: '0' }, ...spelled(text)), ' ', button)
}

/** Copies a text and says so on the button. Where a page may not copy, it selects the text beside the button. */
export function copy(button: HTMLElement, text: string): void {
  // Pages opened from a file have no clipboard in some browsers.
  const clipboard = navigator.clipboard as Clipboard | undefined
  void Promise.resolve(clipboard?.writeText(text)).then(
    () => say(button, clipboard ? 'copied' : 'press Ctrl+C'),
    () => {
      const code = button.parentElement?.querySelector('code')
      if (code) getSelection()?.selectAllChildren(code)
      say(button, 'press Ctrl+C')
    },
  )
}

function say(button: HTMLElement, word: string): void {
  button.textContent = word
  setTimeout(() => {
    button.textContent = 'copy'
  }, 1500)
}

function nodesOf(children: readonly Child[]): readonly (Node | string)[] {
  return children.filter((child): child is Node | string => child !== null && child !== '')
}
