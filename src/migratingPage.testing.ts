/** The code blocks of the pages on other tools: what they are is said behind the language, as in `ts file=src/answer.ts`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { blocksOf, ROOT } from './docsPages.testing.ts'

const PAGE = 'docs/migrating.md'

export const blocks = [PAGE, 'docs/beside.md'].flatMap(blocksOf).map(({ language, info, text }) => {
  const said = (what: string): string | undefined => new RegExp(`${what}=(\\S+)`).exec(info)?.[1]
  return {
    language,
    /** A whole file. */
    file: said('file'),
    /** The end of a file that a command has written. */
    append: said('append'),
    /** Commands, by a name that tests call them. */
    run: said('run'),
    /** Lines that the commands of this name print. */
    output: said('output'),
    text,
  }
})

/** The text of a file, of what is appended to it, or of what the commands of a name print; throws where the page has none. */
export function textOf(name: string): string {
  const found = blocks.find(({ file, append, output }) => [file, append, output].includes(name))
  if (found === undefined) throw new Error(`the pages have no block of a file or an output "${name}"`)
  return found.text
}

/** The command lines of a name, one for each line of its block; throws where the page has none. */
export function commandsOf(name: string): string[] {
  const found = blocks.find(({ run }) => run === name)
  if (found === undefined) throw new Error(`the pages have no block run=${name}`)
  return found.text.trim().split('\n')
}

/** The version of a tool that the page names; throws where it names none. */
export function versionOf(tool: string): string {
  const version = new RegExp(`\\b${tool} (\\d+\\.\\d+\\.\\d+)\\b`).exec(readFileSync(join(ROOT, PAGE), 'utf8'))?.[1]
  if (version === undefined) throw new Error(`${PAGE} names no version of ${tool}, such as "${tool} 1.2.3"`)
  return version
}

/** The page's two cases, each so often, as cases that differ. */
export function manyCases(copies: number): { text: string; label: string }[] {
  const cases = textOf('cases.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; label: string })
  return Array.from({ length: copies }, (_, copy) =>
    cases.map(({ text, label }) => ({ text: `${text} (${copy})`, label })),
  ).flat()
}
