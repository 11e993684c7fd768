/** Writes the table of docs/packs.md: each starter pack as its `pack.json` and its files have it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKS = join(import.meta.dirname, '../../packs')

export function packTable(): string {
  const rows = readdirSync(PACKS).toSorted().map(row)
  const head = ['pack', 'holds', 'task', 'examples', 'wordings', 'needs']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

function row(pack: string): readonly string[] {
  const read = (file: string): string => readFileSync(join(PACKS, pack, file), 'utf8')
  const about = JSON.parse(read('pack.json')) as Record<'summary' | 'task', string> & {
    readonly recorded: boolean
    readonly files: readonly string[]
  }
  const examples = about.files
    .filter((file) => /^[^/]+\.jsonl$/.test(file))
    .map((file) => read(file).trimEnd().split('\n').length)
  const wordings = read('instructions.yaml').match(/^ {2}- id: /gm)?.length ?? 0
  const needs = about.recorded ? 'nothing: answers are recorded' : 'a model of yours'
  return [`\`${pack}\``, about.summary, about.task, examples.join(' + '), String(wordings), needs]
}
