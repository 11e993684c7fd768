import { definePerturbation } from '../definePerturbation.ts'
import { templateLines, type TemplateLine } from '../_internal/templateLines.ts'

/** Moves whole lines; a cue such as "Answer:" stays last. Templates that say both in one line are left alone. */
export const instructionPosition = definePerturbation({
  name: 'instruction-position',
  family: 'sentences',
  summary: 'The instruction stands after the input instead of before it, or the other way round.',
  source: 'Instruction position (Liu et al., 2023); Lost in the Middle (Liu et al., 2024)',
  touches: ['instruction'],
  preserves: 'gold',
  propose: ({ instruction }, kit) => {
    const lines = templateLines(instruction).filter(({ role }) => role !== 'cue')
    const [first, last] = [lines[0], lines.at(-1)]
    const turns = lines.filter(({ role }, index) => index > 0 && role !== lines[index - 1]?.role).length
    if (first === undefined || last === undefined || turns !== 1) {
      return { notApplicable: 'instruction and input are not lines apart' }
    }
    const stretch = { part: 'instruction', start: first.start, end: last.end }
    const turned = [
      ...lines.filter(({ role }) => role !== first.role),
      ...lines.filter(({ role }) => role === first.role),
    ]
    const text = instruction.slice(first.start, last.end)
    return [kit.replace({ ...stretch, text }, turned.map(({ text: line }: TemplateLine) => line).join('\n'))]
  },
})
