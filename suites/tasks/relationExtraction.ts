import { relationExtraction } from 'vitest-robustness'
import { filesOf } from './filesOf.ts'

export const re = relationExtraction({ name: 're', ...filesOf('re') })
