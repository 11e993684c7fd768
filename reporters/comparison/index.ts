import type { ReleaseComparison } from '../../src/core/compare/index.ts'
import { orderedJson } from '../../src/core/hash/index.ts'
import { htmlComparison } from './htmlComparison.ts'
import { markdownComparison } from './markdownComparison.ts'
import { terminalComparison } from './terminalComparison.ts'

/** The reporters of comparisons, by the name of the format. */
export const comparisonReporters: Readonly<Record<string, (comparison: ReleaseComparison) => string>> = {
  terminal: terminalComparison,
  markdown: markdownComparison,
  html: htmlComparison,
  json: orderedJson,
}
