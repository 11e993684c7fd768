import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reporters } from '../reporters/index.ts'
import { samplePicture } from '../reporters/html/samplePicture.testing.ts'
import { commandGroups, commands } from './cli/commandGroups.ts'
import { COLUMNS } from './cli/export/columns.ts'
import { commandHelp, mainHelp } from './cli/help.ts'
import { sampleClaim, sampleClaims, sampleRun } from './core/wording/sampleRun.testing.ts'
import { claimMessage } from './core/wording/index.ts'
import type { Run } from './core/types/index.ts'
import { soundRuns } from './verify/soundRuns.testing.ts'
import { attempt, comparison } from './schemas/lifeCycleSamples.testing.ts'

/** Reports and help, held to the words of docs/glossary.md. */

const ROOT = join(import.meta.dirname, '..')
const glossary = readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8')
const rows = glossary
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const forbidden = rows.flatMap(([, , not = '']) => not.split(', ')).filter((word) => word !== '')
/** Old words, each with what it stands for in today's English. */
const archaic = [...glossary.matchAll(/\*([a-z\s]+)\* for/g)].map(([, words = '']) => words.replaceAll(/\s+/g, ' '))

/** What is data or code: field names are published and stay, whatever the words of the reports. */
const FIELDS = new Set(COLUMNS.map(({ name }) => name))

function found(text: string): string[] {
  return [...forbidden, ...archaic].flatMap((word) =>
    [...text.matchAll(new RegExp(`.{0,40}(?<![\\w"'./{-])${word}(?![\\w"'/}=-]).{0,40}`, 'gi'))].map(
      ([place]) => `${word}: ${place.trim()}`,
    ),
  )
}

/** A report's own words: without scripts, styles and mark-up. */
function plainText(text: string): string {
  return text
    .replaceAll(/<(script|style)\b[^]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/%0A|\s+/g, ' ')
}

const base = sampleRun()
const waived = { of: 'a'.repeat(12), limit: 0.05, reason: 'a reason', owner: 'Ada', expires: '2026-12-24' }
const eventfulBase = sampleRun([...sampleClaims(), sampleClaim({ title: 'waived', waived })])
const eventful: Run = { ...eventfulBase, evidence: { ...eventfulBase.evidence, comparison, attempt } }
const claims = [...sampleClaims(), sampleClaim({ units: 12, examples: 84 })]
const RUNS: readonly (readonly [string, Run])[] = [
  ['a failing run', base],
  ['a run with a comparison, an attempt and a waiver', eventful],
  ...soundRuns.map(({ run }, index) => [`sound run ${index + 1}`, run] as const),
]

describe('the words of the glossary', () => {
  test('are many, and so are those that are not used', () => {
    expect(rows.length).toBeGreaterThan(30)
    expect(forbidden.length).toBeGreaterThan(30)
    expect(archaic).toEqual(['told', 'mend', 'anew', 'lies', 'to be had'])
    expect(found('It pooled 3 units, and told them anew.')).toHaveLength(3)
  })

  const own = Object.entries(reporters).filter(([name]) => name !== 'json' && name !== 'evidence')
  test.each(own.flatMap(([name, render]) => RUNS.map(([what, run]) => [name, what, render, run] as const)))(
    '%s of %s',
    (_, __, render, run) => {
      const text = plainText(render(run))
      expect(text.length).toBeGreaterThan(50)
      expect(found(text)).toEqual([])
    },
  )

  test('the page with its picture', () => {
    const { run, picture } = samplePicture()
    expect(found(plainText(reporters['html']?.(run, { picture }) ?? ''))).toEqual([])
  })

  test('what a failing or open matcher says', () => {
    for (const claim of claims) expect(found(claimMessage(claim, { replay: 'npx vitest run' }))).toEqual([])
  })

  test.each([
    'reporters/measurement/__snapshots__/measured.test.ts.snap',
    'src/cli/__snapshots__/compare.test.ts.snap',
    'src/integration/__snapshots__/plan.test.ts.snap',
  ])('what %s holds of measurements, comparisons and plans', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8')
    expect(text.length).toBeGreaterThan(1000)
    expect(found(text.replaceAll(/^exports\[.*$/gm, ''))).toEqual([])
  })

  const helps: (readonly [string, string])[] = commands.map((one) => [one.name, commandHelp(one)])
  test.each([['all commands', mainHelp(commandGroups)] as const, ...helps])('help of %s', (_, help) => {
    // The columns of an export are listed by name.
    const lines = help.split('\n').filter((line) => !FIELDS.has(line.trim().split(' ')[0] ?? ''))
    expect(found(lines.join('\n'))).toEqual([])
  })
})
