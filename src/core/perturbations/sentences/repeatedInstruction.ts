import { definePerturbation } from '../definePerturbation.ts'
import { templateLines } from '../_internal/templateLines.ts'
import { sayLast } from '../_internal/addSentence.ts'

/** The lines that say what to do are repeated at the end. */
export const repeatedInstruction = definePerturbation({
  name: 'repeated-instruction',
  family: 'sentences',
  summary: 'The instruction is said once more at the end.',
  source: 'Prompt repetition (Leviathan et al., 2025); EchoPrompt (Mekala et al., 2024)',
  touches: ['instruction'],
  preserves: 'gold',
  propose: (parts) => {
    const said = templateLines(parts.instruction).filter(({ role }) => role === 'directive')
    if (said.length === 0) return { notApplicable: 'the template only shows its input' }
    return [sayLast(parts, said.map(({ text }) => text.trim()).join('\n'))]
  },
})
