import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBeStableUnder } from '../claims/toBeStableUnder.ts'
import { toChangeUnder } from '../claims/toChangeUnder.ts'
import { definePerturbation, renderParts } from '../core/perturbations/index.ts'
import { variantPrompts } from '../core/variants/index.ts'
import type { ClaimContext, ClaimKind, ClaimSpec, Perturbation } from '../core/types/index.ts'
import { decideInFull as decide, fakeDeps, fakeTask, observe } from './fakes.testing.ts'
import type { DecideDeps } from './ports.ts'
import { retraceClaim, type CellIndex } from './retraceClaim.ts'
import { verifyClaim } from './verifyClaim.ts'

/** Shouts each word of the text; the wording of the instruction stays. */
const shout = definePerturbation({
  name: 'shout',
  family: 'words',
  summary: 'Shouts.',
  source: 'own',
  touches: ['input'],
  preserves: 'gold',
  strength: 100,
  propose: (_, kit) => kit.words().map((word) => kit.replace(word, word.text.toUpperCase())),
})
/** Changes texts that end in an odd digit. */
const odd = definePerturbation({
  name: 'odd',
  family: 'words',
  summary: 'Marks odd ones.',
  source: 'own',
  touches: ['input'],
  preserves: 'gold',
  propose: ({ input: { text = '' } }, kit) => (/[13579]$/.test(text) ? [kit.insert('input/text', 0, 'odd ')] : []),
})
const turn = definePerturbation({
  name: 'turn',
  family: 'directional',
  summary: 'Asks for the contrary.',
  source: 'own',
  touches: ['input'],
  preserves: 'changes',
  propose: ({ gold }, kit) => [
    { kind: 'together', edits: [kit.insert('input/text', 0, 'not '), { kind: 'gold', before: gold, after: 'no' }] },
  ],
})
const OWN: readonly Perturbation[] = [shout, odd, turn]

const plain = fakeTask(200)
const task = {
  ...plain,
  examples: plain.examples.map((example, at) =>
    Object.assign({}, example, { input: { text: `one two three four item ${at}` } }),
  ),
}
const prompts = variantPrompts(task, OWN)
const context = {
  taskName: 'fake',
  canonical: 'w0',
  families: new Map(task.instructions.map(({ id, family }) => [id, family])),
  perturbations: OWN,
} as unknown as ClaimContext

function specOf(kind: ClaimKind, raw: object): ClaimSpec {
  const options = kind.parse(raw, context) as ClaimSpec['options']
  const { population: _, ...design } = kind.design(options, context)
  return { kind: kind.name, task: 'fake', taskHash: task.hash, options, negated: false, advisory: false, ...design }
}

/** Asks a model that is a function of the prompt's text. */
function asking(model: (text: string) => string, log: string[] = []): DecideDeps['ask'] {
  return async (_side, cell, _signal, elsewhere) => {
    const prompt = elsewhere?.edits
      ? prompts.partOf(cell.example, cell.variant, elsewhere.edits)
      : prompts.promptOf(cell.example, cell.variant)
    if ('notApplicable' in prompt) throw new Error(`asked ${cell.variant} of ${cell.example}`)
    log.push(renderParts(prompt.parts))
    return observe(cell, model(renderParts(prompt.parts)))
  }
}

function depsOf(kind: ClaimKind, model: (text: string) => string, part: Partial<DecideDeps> = {}): DecideDeps {
  return fakeDeps(asking(model), 200, { task, kind, prompts, ...part })
}

const yes = () => 'yes'

describe('the draw', () => {
  test('an example meets what applies to it; one that nothing applies to is left out; the record verifies', async () => {
    const spec = specOf(toBeStableUnder, { perturbations: ['odd'], maxFlipRate: 0.1 })
    const { result, observations } = await decide(spec, depsOf(toBeStableUnder, yes))
    expect(result).toMatchObject({ verdict: 'pass', pool: 100, grid: 200, passedOver: { examples: 100, variants: {} } })
    expect(result.notes).toEqual(['100 examples left out, whose prompts none of the perturbations changes'])
    const deps = {
      kind: toBeStableUnder,
      sameAnswer: Object.is,
      observations,
      releases: { candidate: 'v2', baseline: null },
    }
    expect(verifyClaim(result, deps)).toEqual([])
  })

  test('of several perturbations the drawn ones that apply; passing over others by hand is found', async () => {
    const spec = specOf(toBeStableUnder, { perturbations: ['odd', 'shout'], maxFlipRate: 0.1, variants: 1 })
    const { result, observations } = await decide(spec, depsOf(toBeStableUnder, yes))
    const passed = Object.entries(result.passedOver!.variants)
    expect(passed.length).toBeGreaterThan(0)
    for (const [example, variants] of passed) {
      expect(variants).toEqual(['w0+odd'])
      expect(Number(example.slice(1)) % 2).toBe(0)
    }
    expect(result.notes[0]).toMatch(/^\d\d% of the perturbed prompts drawn differ; the rest were passed over$/)
    const deps = {
      kind: toBeStableUnder,
      sameAnswer: Object.is,
      observations,
      releases: { candidate: 'v2', baseline: null },
    }
    expect(verifyClaim(result, deps)).toEqual([])
    const index: CellIndex = {
      find: (_release, { example, variant }) => {
        const at = observations.findIndex((one) => one.example === example && one.variant === variant)
        return at === -1 ? undefined : at
      },
      examples: () => observations.map(({ example, group }) => ({ id: example, group })),
    }
    expect(retraceClaim(result, index, deps).cells).toHaveLength(observations.length)
    const first = observations.find(({ variant }) => variant === 'w0+odd')
    const changed = {
      ...result.passedOver!,
      variants: { ...result.passedOver!.variants, [first!.example]: ['w0+odd'] },
    }
    expect(verifyClaim({ ...result, passedOver: changed }, deps)).not.toEqual([])
  })

  test('the result does not depend on concurrency', async () => {
    const spec = specOf(toBeStableUnder, { perturbations: ['odd', 'shout'], maxFlipRate: 0.05, variants: 2 })
    const model = (text: string) => (/ONE.*[37]$/.test(text) ? 'no' : 'yes')
    const results = await Promise.all(
      [1, 16].map((concurrency) => decide(spec, depsOf(toBeStableUnder, model, { concurrency }))),
    )
    expect(results[0]).toEqual(results[1])
    expect(results[0]!.result.verdict).toBe('fail')
  })
})

describe('shrinking', () => {
  const spec = specOf(toBeStableUnder, { perturbations: ['shout'], maxFlipRate: 0.05 })

  test('whichever words the model is sensitive to, together, are what is left; the evidence is the same without', async () => {
    const words = ['ONE', 'TWO', 'THREE', 'FOUR', 'ITEM']
    await fc.assert(
      fc.asyncProperty(fc.subarray(words, { minLength: 1 }), async (needed) => {
        const model = (text: string) => (needed.every((word) => text.includes(word)) ? 'no' : 'yes')
        const deps = depsOf(toBeStableUnder, model)
        const { result, observations } = await decide(spec, deps)
        expect(result.verdict).toBe('fail')
        // The last of the three may find the prompts for shrinking used up.
        for (const { change } of result.counterexamples.slice(0, 2)) {
          expect(change).toMatchObject({ smallest: true, of: 5 })
          expect(change!.edits.map((edit) => edit.kind === 'replace' && edit.after)).toEqual(needed)
          // Whole or in part: a part has an answer of its own.
          expect(change!.outcome).toBe(needed.length === 5 ? undefined : 'answered')
        }
        expect(result.counterexamples).toHaveLength(3)
        // The canonical prompts of failing examples are asked again by the repeat probe; no part of edits is evidence.
        const variants = new Set(observations.map(({ variant }) => variant))
        expect(variants).toEqual(new Set(['w0', 'w0+shout']))
        const again = await decide(spec, deps)
        expect(again).toEqual({ result, observations })
      }),
      { numRuns: 12 },
    )
  })

  test('no more than 64 prompts are asked, and what is left then is not called smallest', async () => {
    const long = {
      ...task,
      examples: task.examples.map((one) => Object.assign({}, one, { input: { text: 'ab '.repeat(60) + one.id } })),
    }
    const own = variantPrompts(long, OWN)
    let parts = 0
    const ask: DecideDeps['ask'] = async (_side, cell, _signal, elsewhere) => {
      if (elsewhere?.edits) parts++
      // Any odd number of shouted words turns the answer: hard to shrink.
      const count = elsewhere?.edits ? elsewhere.edits.length : cell.variant === 'w0' ? 0 : 999
      return observe(cell, count === 0 || (count < 60 && count !== 59) ? 'yes' : 'no')
    }
    const { result } = await decide(spec, fakeDeps(ask, 200, { task: long, kind: toBeStableUnder, prompts: own }))
    expect(parts).toBe(64)
    expect(result.counterexamples.map(({ change }) => change?.smallest)).toEqual([false, false, false])
    expect(result.counterexamples.map(({ change }) => change?.asked)).toEqual([64, 0, 0])
  })

  test('an answer that is missing only leaves a change larger; a host that broke ends the claim, for the next run may know more', async () => {
    const lacking = (name: string): DecideDeps['ask'] => {
      const fault = Object.assign(new Error('no space left'), { name })
      return async (_side, cell, _signal, elsewhere) => {
        if (elsewhere?.edits) throw fault
        return observe(cell, cell.variant === 'w0' ? 'yes' : 'no')
      }
    }
    const { result } = await decide(spec, depsOf(toBeStableUnder, yes, { ask: lacking('MissingAnswerError') }))
    expect(result.counterexamples[0]!.change).toMatchObject({ smallest: false, of: 5 })
    await expect(decide(spec, depsOf(toBeStableUnder, yes, { ask: lacking('HostError') }))).rejects.toThrow('no space')
  })

  test('an error is no flip, and once the signal fires nothing is claimed to be smallest', async () => {
    const broken: DecideDeps['ask'] = async (_side, cell, _signal, elsewhere) =>
      elsewhere?.edits ? observe(cell, '', 'error') : observe(cell, cell.variant === 'w0' ? 'yes' : 'no')
    const { result } = await decide(spec, depsOf(toBeStableUnder, yes, { ask: broken }))
    expect(result.counterexamples[0]!.change).toMatchObject({ smallest: false, of: 5 })
    expect(result.counterexamples[0]!.change!.edits).toHaveLength(5)
    const stop = new AbortController()
    const stopping: DecideDeps['ask'] = async (_side, cell, _signal, elsewhere) => {
      if (elsewhere?.edits) stop.abort(new Error('late'))
      return observe(cell, cell.variant === 'w0' ? 'yes' : 'no')
    }
    const late = await decide(spec, depsOf(toBeStableUnder, yes, { ask: stopping, signal: stop.signal }))
    expect(late.result.verdict).toBe('fail')
    expect(late.result.counterexamples.map(({ change }) => change)).toEqual([undefined, undefined, undefined])
  })
})

describe('changes that must show', () => {
  const spec = specOf(toChangeUnder, { perturbations: ['turn'], minChangeRate: 0.9 })

  test('a model that is blind to them fails, and the case shows the change; one that sees them passes', async () => {
    const { result } = await decide(spec, depsOf(toChangeUnder, yes))
    expect(result).toMatchObject({ verdict: 'fail', estimate: 0 })
    expect(result.counterexamples[0]).toMatchObject({
      before: { role: 'canonical', answer: 'yes' },
      after: { answer: 'yes' },
      change: { smallest: false, asked: 0, marked: [{ before: '', after: 'not ', tail: 'one two' }] },
    })
    const sees = await decide(
      spec,
      depsOf(toChangeUnder, (text) => (text.includes('not ') ? 'no' : 'yes')),
    )
    expect(sees.result).toMatchObject({ verdict: 'pass', estimate: 1, counterexamples: [] })
  })

  test('a model that falls silent has not changed its mind', async () => {
    const silent: DecideDeps['ask'] = async (_side, cell) =>
      cell.variant === 'w0' ? observe(cell, 'yes') : observe(cell, '', 'unparseable')
    expect((await decide(spec, depsOf(toChangeUnder, yes, { ask: silent }))).result.verdict).toBe('fail')
  })
})
