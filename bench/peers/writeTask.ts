import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The offer of the peers' library: the same examples and templates for every column. */
interface Workload {
  readonly LABELS: readonly string[]
  readonly matrix: (cases: number) => {
    readonly templates: readonly string[]
    readonly examples: readonly {
      readonly id: string
      readonly sentence: string
      readonly e1: string
      readonly e2: string
      readonly label: string
    }[]
  }
}

/** Writes the peers' workload into `work` as the two files of a task; one gold answer in ten is wrong on purpose. */
export async function writeTask(library: string, cases: number, work: string): Promise<void> {
  const { LABELS, matrix } = (await import(pathToFileURL(join(library, 'workload.mjs')).href)) as Workload
  const { templates, examples } = matrix(cases)
  const lines = examples.map(({ id, sentence, e1, e2, label }, index) => {
    const other = LABELS[(LABELS.indexOf(label) + 1) % LABELS.length]
    return JSON.stringify({ id, input: { sentence, head: e1, tail: e2 }, gold: index % 10 === 0 ? other : label })
  })
  writeFileSync(join(work, 'examples.jsonl'), `${lines.join('\n')}\n`)
  const texts = templates.map((text) =>
    text.replace('{{sentence}}', '{sentence}').replace('{{e1}}', '{head}').replace('{{e2}}', '{tail}'),
  )
  // JSON is YAML.
  const set = {
    set: 'peers',
    task: 'relation-extraction',
    licence: 'Apache-2.0',
    author: 'bench',
    reviewed: { by: 'bench', on: '2026-11-21' },
    labels: Object.fromEntries(LABELS.map((label) => [label, label])),
    canonical: 'p0',
    instructions: texts.map((text, index) => ({ id: `p${index}`, family: 'imperative', text })),
  }
  writeFileSync(join(work, 'instructions.yaml'), JSON.stringify(set, null, 1))
}
