import type { Edit } from '../../types/index.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { renameLabel } from './renameLabels.ts'

const STYLES: readonly ((words: string) => string)[] = [
  (words) => words.toUpperCase(),
  (words) => words.replaceAll(' ', '_'),
  (words) => words.replaceAll(' ', '-'),
  (words) => words.replaceAll(/(?<=^| )\p{Ll}/gu, (letter) => letter.toUpperCase()),
  (words) => words.replaceAll(/[_-]+/g, ' ').toLowerCase(),
]

/** The gold label stays the same one: its new words are what is read. One edit: half a renaming would be no label set. */
export const labelWords = definePerturbation({
  name: 'label-words',
  family: 'options',
  summary: 'The label words are written in another way ("founded_by" for "founded by").',
  source: 'Verbalizer choice (Schick and Schütze, 2021; Sclar et al., 2024)',
  touches: ['labels', 'instruction', 'system'],
  preserves: 'gold',
  propose: (parts, kit) => {
    const { labels } = parts
    if (labels === null) return { notApplicable: 'the task has no labels' }
    const styles = STYLES.filter((style) => {
      const styled = Object.values(labels).map(style)
      return new Set(styled).size === styled.length && styled.some((words, at) => words !== Object.values(labels)[at])
    })
    if (styles.length === 0) return { notApplicable: 'no other way to write the labels keeps them apart' }
    const style = kit.pick(styles)
    const edits: Edit = {
      kind: 'together',
      edits: Object.entries(labels).flatMap(([id, words]) => renameLabel(parts, id, style(words))),
    }
    return [edits]
  },
})
