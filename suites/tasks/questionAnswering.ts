import { booleanQa, extractiveQa, multipleChoice } from 'vitest-robustness'
import { filesOf } from './filesOf.ts'

export const qa = {
  boolean: booleanQa({ name: 'qa-boolean', ...filesOf('qa-boolean') }),
  choice: multipleChoice({ name: 'qa-choice', ...filesOf('qa-choice') }),
  extractive: extractiveQa({ name: 'qa-extractive', ...filesOf('qa-extractive') }),
}
