/** Elements, texts of strangers, buttons that copy. */
export const dom = String.raw`
const holder = document.getElementById('data')
const data = holder === null ? null : JSON.parse(holder.textContent)
const byId = (id) => document.getElementById(id)
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
const SPLIT = /([\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])/u
const LONG = 600

function make(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') for (const [event, act] of Object.entries(value)) element.addEventListener(event, act)
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''))
  return element
}

/* Controls and marks that reorder text are spelled out; line breaks and tabs stay, the text is preformatted. */
function spelled(text) {
  if (!HIDDEN.test(text)) return [text]
  const nodes = []
  let plain = ''
  for (const part of text.split(SPLIT)) {
    if (part === '\n' || part === '\t' || !HIDDEN.test(part)) plain += part
    else {
      if (plain !== '') nodes.push(plain)
      plain = ''
      nodes.push(make('span', { class: 'ctl' }, '\\u{' + part.codePointAt(0).toString(16) + '}'))
    }
  }
  if (plain !== '') nodes.push(plain)
  return nodes
}

/* The same for places that hold no element. */
const plain = (text) => text.split(SPLIT).map((part) => (HIDDEN.test(part) ? '\\u{' + part.codePointAt(0).toString(16) + '}' : part)).join('')
const own = (text) => make('bdi', {}, ...spelled(text))

/* A long text is cut, with a button that shows all of it. */
function long(text, build = (part) => spelled(part)) {
  if (text.length <= LONG) return make('bdi', {}, ...build(text))
  const bdi = make('bdi', {}, ...build(text.slice(0, LONG)), '…')
  const all = make('button', { type: 'button', class: 'more', on: { click: () => {
    bdi.replaceChildren(...build(text))
    bdi.setAttribute('tabindex', '-1')
    bdi.focus()
    all.remove()
  } } }, 'show all ' + text.length.toLocaleString('en') + ' characters')
  return make('span', { class: 'long' }, bdi, all)
}

function copied(button, text) {
  const done = (word) => { button.textContent = word; setTimeout(() => { button.textContent = 'copy' }, 1500) }
  Promise.resolve(navigator.clipboard?.writeText(text)).then(() => done(navigator.clipboard ? 'copied' : 'press Ctrl+C'), () => {
    const code = button.parentElement.querySelector('code')
    getSelection().selectAllChildren(code)
    done('press Ctrl+C')
  })
}

function command(text) {
  return make('p', { class: 'command' }, make('code', { tabindex: '0' }, ...spelled(text)), ' ',
    make('button', { type: 'button', class: 'copy', 'aria-label': 'copy the command', on: { click: (event) => copied(event.currentTarget, text) } }, 'copy'))
}

/* A word for a POSIX shell. */
function word(text) {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'"
}
const count = (number, noun) => number.toLocaleString('en') + ' ' + noun + (number === 1 ? '' : 's')
`
