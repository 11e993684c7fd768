/**
 * Sums vitest's JSON results into the one line that CI reads: node .ci/tally.ts FILE … A file that is not there counts as
 * one failure: its run was killed, or never began.
 */
import { existsSync, readFileSync } from 'node:fs'

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly success: boolean
}

const NO_RUN: Results = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, success: false }

const results = process.argv
  .slice(2)
  .map((file) => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : NO_RUN))
const sum = (pick: (result: Results) => number): number => results.reduce((total, result) => total + pick(result), 0)
const passed = sum((result) => result.numPassedTests)
// A file that does not load fails the run without a failing test.
const failed = Math.max(
  sum((result) => result.numFailedTests),
  results.filter(({ success }) => !success).length,
)
console.log(`${passed} passed, ${failed} failed, ${sum((result) => result.numPendingTests)} skipped`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
