/** The suite that ranks perturbations, on a tenth of its examples; and that the gate does not run it. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { perturbations } from '../src/core/perturbations/index.ts'

const REPOSITORY = join(import.meta.dirname, '..')
const PAGE = join(REPOSITORY, 'bench/results/perturbation-ranking.md')

function vitest(args: readonly string[], env: Readonly<Record<string, string>>) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|NODE_ENV$|TEST$|CI_RESULTS$)/.test(name),
  )
  const { status, stdout, stderr } = spawnSync(join(REPOSITORY, 'node_modules/.bin/vitest'), args, {
    cwd: REPOSITORY,
    encoding: 'utf8',
    env: { ...Object.fromEntries(kept), NO_COLOR: '1', ...env },
  })
  return { code: status, output: stdout + stderr }
}

/** Rows of the page's tables: names in the order that they stand in. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/^\|(?: \d+ \|)? `([a-z0-9-]+)` \|/gm)].map(([, name = '']) => name)

describe('the ranking of perturbations', { timeout: 240_000 }, () => {
  test('ranks or gives a reason for each, and leaves the page alone when tried out', () => {
    const before = readFileSync(PAGE, 'utf8')
    const { code, output } = vitest(['run', '--project', 'ranking'], { RANKING: '1', RANKING_EXAMPLES: '10' })
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(namesIn(output).toSorted()).toEqual(Object.keys(perturbations).toSorted())
    expect(readFileSync(PAGE, 'utf8')).toBe(before)
  })

  test('the page holds every perturbation (npm run rank)', () => {
    expect(namesIn(readFileSync(PAGE, 'utf8')).toSorted()).toEqual(Object.keys(perturbations).toSorted())
  })

  test('is no part of the gate', () => {
    const { output } = vitest(['list', '--filesOnly', 'suites'], {})
    expect(output).toContain('suites/relation-extraction.robust.ts')
    expect(output).not.toContain('ranking')
  })
})
