/** The address opens what it names; folded parts open for it and for printing; buttons copy. */
export const page = String.raw`
function follow() {
  const [id = '', query] = decodeSafely(location.hash.slice(1))
  const target = id === '' ? null : byId(id)
  if (target === null) return
  if (lists[id] && query !== undefined) {
    const pairs = query.split('&').filter((pair) => pair !== '').map((pair) => [pair.slice(0, pair.indexOf('=')), unescaped(pair.slice(pair.indexOf('=') + 1))])
    lists[id].open(Object.fromEntries(pairs))
  }
  for (let part = target; part !== null; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true
  target.scrollIntoView({ block: 'start' })
  const focus = target.tagName === 'DETAILS' ? target.querySelector('summary') : byId('h-' + id)
  focus?.focus({ preventScroll: true })
}

function decodeSafely(hash) {
  const at = hash.indexOf(':')
  return at === -1 ? [hash] : [hash.slice(0, at), hash.slice(at + 1)]
}

function unescaped(text) {
  try { return decodeURIComponent(text) } catch { return text }
}

let folded = []
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details.card:not([open]), details.heat-of:not([open])')]
  for (const part of folded) part.open = true
})
addEventListener('afterprint', () => { for (const part of folded) part.open = false })
addEventListener('hashchange', follow)
for (const button of document.querySelectorAll('button.copy[hidden]')) {
  button.hidden = false
  button.setAttribute('aria-label', 'copy the command')
  button.addEventListener('click', () => copied(button, button.parentElement.querySelector('code').textContent))
}
if (location.hash.length > 1) follow()
document.documentElement.dataset.ready = 'true'
`
