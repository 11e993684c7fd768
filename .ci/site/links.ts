/** Links of the repository's pages, turned into links of the site. */
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { allPages } from './pages.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The address of the repository: links to files that are no page of the site lead there. */
export const REPOSITORY = manifest.homepage.replace(/#.*$/, '')

/** The folders whose pictures the site carries, and where it has them. */
export const PICTURES = [
  { from: 'docs/screenshots', to: 'screenshots' },
  { from: 'bench/results', to: 'results' },
] as const

/** Says whether a file is a picture. */
export function isPicture(file: string): boolean {
  return /\.(?:png|svg)$/.test(file)
}

/** The anchor that GitHub gives a heading; the site gives the same, so that one link leads there in both. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}

/** The text of a page as the site needs it: its links lead to pages of the site, and a block of a file shows the file's name. */
export function siteText(text: string, file: string): string {
  // Fenced blocks and code within a line; what is between them may hold links.
  return text
    .split(/(^```[\s\S]*?^```$|`[^`\n]+`)/m)
    .map((part, at) => (at % 2 === 1 ? withFileName(part) : withSiteLinks(part, file)))
    .join('')
}

/**
 * Shows a block's file name. The text after the block's language is for tests, and VitePress takes some of it for marks of
 * lines.
 */
function withFileName(code: string): string {
  const [, language = '', info = '', rest = ''] = /^```(\w*)([^\n]*)(\n[\s\S]*)$/.exec(code) ?? []
  if (rest === '') return code
  const name = /file=(\S+)/.exec(info)?.[1]
  return name ? `::: code-group\n\n\`\`\`${language} [${name}]${rest}\n\n:::` : `\`\`\`${language}${rest}`
}

function withSiteLinks(text: string, file: string): string {
  return text
    .replaceAll(/\]\(([^)\s]+)\)/g, (_, target: string) => `](${siteLink(target, file)})`)
    .replaceAll(
      /(href|src|srcset)="([^"]+)"/g,
      (_, name: string, target: string) => `${name}="${siteLink(target, file)}"`,
    )
}

/** Returns the place on the site that a link of a page leads to. */
function siteLink(target: string, file: string): string {
  const source = `${REPOSITORY}/blob/main/`
  const ofSource = target.startsWith(source)
  if (target.startsWith('#') || (!ofSource && /^[a-z]+:/.test(target))) return target
  const [path = '', anchor] = (ofSource ? target.slice(source.length) : target).split('#')
  const wanted = ofSource ? path : posix.join(posix.dirname(file), path)
  const hash = anchor === undefined ? '' : `#${anchor}`
  const pages = allPages()
  const page = pages.find((one) => one.file === wanted)
  const from = pages.find((one) => one.file === file)
  if (page && from) {
    const relative = posix.relative(posix.dirname(from.path), page.path)
    return `${relative.startsWith('.') ? relative : `./${relative}`}.md${hash}`
  }
  const pictures = PICTURES.find((one) => isPicture(wanted) && wanted.startsWith(`${one.from}/`))
  if (pictures) return `/${pictures.to}${wanted.slice(pictures.from.length)}`
  if (!existsSync(join(ROOT, wanted))) throw new Error(`${file} links ${target}, which is not there`)
  return `${source}${wanted}${hash}`
}
