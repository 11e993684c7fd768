import { sha256 } from '../../src/core/hash/index.ts'
import { type PageParts, plainHtml, type Section, verdictSign } from './htmlParts.ts'
import { script } from './script/inlined.ts'
import { style } from './style.ts'

interface Page {
  readonly parts: PageParts
  readonly head: string
  readonly sections: readonly Section[]
  readonly data: string
}

/**
 * Makes the document. Its policy lets it load nothing, and run only this style and this script, which are known by
 * their hashes.
 */
export function page({ parts: { evidence }, head, sections, data }: Page): string {
  const { gate, candidate, measurements } = evidence
  const word = measurements ? 'measured' : gate.verdict
  const policy = `default-src 'none'; img-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`
  const icon = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="${ICON[gate.verdict]}"/><text x="8" y="12" font-size="11" text-anchor="middle" fill="#fff">${verdictSign(gate.verdict)}</text></svg>`).replaceAll("'", '%27')}`
  const title = `${candidate.name}: ${word} · robustness`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${plainHtml(title)}</title><link rel="icon" href="${icon}">
<style>${style}</style></head>
<body><a class="skip" href="#main">Skip to the verdict</a>
<nav aria-label="Sections"><a href="#main" class="brand">${plainHtml(candidate.name, 30)} <span class="${gate.verdict}">${word}</span></a> ${sections.map(({ id, heading }) => `<a href="#${id}">${NAV[id] ?? heading}</a>`).join(' ')}</nav>
<main id="main" tabindex="-1">
${head}
${sections.map(({ id, heading, body }) => `<section class="part" id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}" tabindex="-1">${heading}</h2>\n${body}\n</section>`).join('\n')}
</main>
${data}
<script>${script}</script>
</body></html>
`
}

const ICON = { pass: '#1a7f4b', fail: '#b3261e', inconclusive: '#8a6100' }

/** Short names for the bar at the top. */
const NAV: Readonly<Record<string, string>> = {
  changes: 'Changes',
  seen: 'Seen and unseen',
  scale: 'Sizes',
  trend: 'Trend',
  details: 'Evidence',
  heat: 'Heat map',
  flips: 'Flips',
  cells: 'Observations',
  provenance: 'Provenance',
}

/** The hash by which the page's policy knows a style or a script. */
export function hashOf(text: string): string {
  return `sha256-${Buffer.from(sha256(text), 'hex').toString('base64')}`
}

/**
 * Writes a value as JSON for a `<script type="application/json">`. It holds no `<`, so nothing in it ends the element
 * or begins a comment, and no line separator at which old parsers fail.
 */
export function embedJson(id: string, value: unknown): string {
  const text = JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, escapeUnit)
  return `<script type="application/json" id="${id}">${text}</script>`
}

function escapeUnit(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`
}
