/** A user's own perturbation, task, metric, claim and release adapter (`own/`), with the packed tarball. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../src/core/types/index.ts'
import { packedProject, type PackedProject } from './packedProject.ts'

const OWN = join(import.meta.dirname, 'own')
/** Under another name here, so that it is not taken for a test of this repository. */
const RENAMED: Readonly<Record<string, string>> = { 'contracts.ts': 'contracts.test.ts' }
const TSCONFIG = JSON.stringify({
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    module: 'nodenext',
    target: 'es2024',
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['*.ts'],
})

describe("kinds of a user's own, with the packed tarball", { timeout: 240_000 }, () => {
  let project: PackedProject
  beforeAll(() => {
    const files = readdirSync(OWN).map((file) => [RENAMED[file] ?? file, readFileSync(join(OWN, file), 'utf8')])
    project = packedProject({ ...(Object.fromEntries(files) as Record<string, string>), 'tsconfig.json': TSCONFIG })
  }, 240_000)
  afterAll(() => project.remove())

  const run = (): Run => {
    const latest = project.read('.robustness/runs/latest').trim()
    return JSON.parse(project.read(`.robustness/runs/${latest}/run.json`)) as Run
  }

  test('type-check', () => {
    expect(project.run('npx tsc -p .')).toMatchObject({ code: 0 })
  })

  test('and would not with an option that the claim does not know', () => {
    const suite = project.read('own.robust.ts')
    project.write('own.robust.ts', suite.replace('{ characters: 2 }', '{ letters: 2 }'))
    const { code, output } = project.run('npx tsc -p .')
    project.write('own.robust.ts', suite)
    expect(output).toMatch(/own\.robust\.ts.*'letters' does not exist in type 'BriefOptions'/)
    expect(code).not.toBe(0)
  })

  test('are decided, gated and reported', () => {
    const { code, output } = project.run('npx vitest run own.robust')
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(run().evidence.claims.map(({ title, verdict, spec }) => [title, verdict, spec.kind])).toEqual([
      ['birds > are counted briefly', 'pass', 'toAnswerBriefly'],
      ['birds > are counted in a hurry', 'pass', 'toBeStableUnder'],
      ['birds > are counted in a hurry and in capitals', 'pass', 'toBeStableUnder'],
      ['birds > are counted right', 'pass', 'toStayAbove'],
    ])
  })

  test('are recomputed from the modules that define them, and refused by name without', () => {
    const without = project.run('npx vitest-robustness report --verify')
    expect(without.code).toBe(1)
    expect(without.output).toContain('"birds > are counted briefly": no claim kind toAnswerBriefly here')
    expect(without.output).toContain('"birds > are counted right": no task kind counting here')
    project.write('kinds.ts', "export * from './claims.ts'\nexport * from './tasks.ts'\n")
    const verified = project.run('npx vitest-robustness report --verify --with ./kinds.ts')
    expect(verified.output).toMatch(/Verified: 4 claims and the gate follow from [1-9]\d* observations/)
    expect(verified.code).toBe(0)
    const rescored = project.run('npx vitest-robustness report --rescore')
    expect(rescored.output).toContain('Task birds is of the kind counting, which is not one of this package')
    expect(rescored.code).toBe(2)
  })

  test('a metric, named in the config in one line, is measured, shown, listed, exported and recomputed', () => {
    const { code, output } = project.run('npx vitest-robustness measure --cells 120')
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toMatch(/share of twos +0\.\d{3} +0\.\d{3}\.\.0\.\d{3}/)
    const { measurements } = run().evidence
    expect(measurements?.metrics?.map(({ name }) => name)).toEqual(['share of twos'])
    expect(project.run('npx vitest-robustness list metrics').output).toContain(
      '| `share of twos` | how often the answer is 2 |',
    )
    expect(project.run('npx vitest-robustness export --figures').output).toMatch(
      /^birds,variant,count,share of twos,own,0\.\d+,/m,
    )
    project.write('kinds.ts', "export * from './claims.ts'\nexport * from './tasks.ts'\nexport * from './metrics.ts'\n")
    const verified = project.run('npx vitest-robustness report --verify --with ./kinds.ts')
    expect({ code: verified.code, output: verified.output }).toMatchObject({ code: 0 })
  })

  test('keep the contracts, in a test that is not robust', () => {
    const { code, output } = project.run('npx vitest run contracts')
    expect({ code, output }).toMatchObject({ code: 0 })
  })

  test('a release that miscounts in a hurry fails, with the perturbation in the counterexample', () => {
    const { code, output } = project.run('env ROBUSTNESS_RELEASE=hasty npx vitest run own.robust')
    expect(code).toBe(1)
    expect(output).toMatch(/Claim "birds > are counted in a hurry"\s+fails/)
    expect(output).toMatch(/ask\+in-a-hurry/)
  })
})
