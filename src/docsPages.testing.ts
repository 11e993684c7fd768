import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')

/** A fenced block of a page. */
interface Block {
  readonly page: string
  readonly line: number
  readonly language: string
  /** The words behind the language, e.g. `run=main`. */
  readonly info: string
  readonly text: string
}

/** Every Markdown file that somebody is meant to read, relative to the root. */
export const pages: readonly string[] = globSync(
  ['*.md', '{docs,packs,examples,fixtures,bench,suites}/**/*.md', '.ci/*/*.md'],
  { cwd: ROOT, exclude: (path) => path.includes('node_modules') },
).toSorted()

const FENCE = /^( *)```(\w*) *([^\n]*)\n([\s\S]*?)^\1```$/gm

/** Returns the fenced blocks of a page, those of lists too. */
export function blocksOf(page: string): Block[] {
  const all = readFileSync(join(ROOT, page), 'utf8')
  return [...all.matchAll(FENCE)].map(({ index, 2: language = '', 3: info = '', 4: text = '' }) => ({
    page,
    line: all.slice(0, index).split('\n').length,
    language,
    info,
    text,
  }))
}

/** Returns the code in the running text of a page, its breaks made blanks. */
export function codeInText(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(FENCE, '')
  return [...text.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, code = '']) => code.replaceAll(/\s+/g, ' '))
}
