import { parseSync } from 'oxc-parser'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleClaim, sampleRun } from '../../src/core/wording/sampleRun.testing.ts'
import { embedJson } from './page.ts'
import { escapeHtml, shownHtml } from './htmlParts.ts'
import { html } from './html.ts'
import { pageData } from './pageData.ts'
import { samplePicture } from './samplePicture.testing.ts'
import { domainOf, linearScale, logTicks, ticks } from './scale.ts'
import { sizeInName } from './scaleSweep.ts'
import { script } from './script/inlined.ts'

const { run, picture } = samplePicture()

/** The text of a page's elements, without tags. */
const textOf = (page: string) =>
  page
    .replaceAll(/<(script|style)\b[^]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')

describe('the page', () => {
  test('is the same for the same run, and without context knows no day', () => {
    expect(html(run, { picture })).toBe(html(structuredClone(run), { picture }))
    const bare = html(run, { picture, context: false })
    expect(bare).not.toContain(run.context.startedAt.slice(0, 10))
    expect(html({ ...run, context: { ...run.context, durationMs: 9 } }, { picture, context: false })).toBe(bare)
  })

  test('says the verdict first, then what broke, with the bound that decided', () => {
    const text = textOf(html(run, { picture }))
    const order = [
      'may not ship',
      'What broke',
      'flip rate at least 0.09, limit 0.05',
      'What could not be decided',
      'Claims',
    ]
    const places = order.map((part) => text.indexOf(part, text.indexOf('may not ship')))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(-1)
  })

  test('lets nothing be loaded, and nothing run but what its hashes name', () => {
    const page = html(run, { picture })
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''
    expect(policy).toMatch(/^default-src 'none'; img-src data:;/)
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy).toContain(`style-src ${hash(/<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '')}`)
    expect(policy).toContain(`script-src ${hash(/<script>([^]*?)<\/script>/.exec(page)?.[1] ?? '')}`)
    expect(/<[^>]*\s(?:src|style|on\w+)=[^>]*>/.exec(page.replace(/<script>[^]*/, ''))?.[0]).toBeUndefined()
    expect(
      [...page.matchAll(/href="([^"]{5})/g)].map(([, start]) => start).filter((start) => !start?.startsWith('#')),
    ).toEqual(['data:'])
  })

  test('its script is a script', () => {
    expect(parseSync('page.js', script).errors).toEqual([])
  })

  test('from run.json alone shows the claims, says what is left out, and makes no list', () => {
    const page = html(sampleRun())
    expect(textOf(page)).toContain('what rests on the observations is left out')
    expect(/id="(?:cells|flips|data)"/.exec(page)).toBeNull()
    expect(page.includes('href="#cells')).toBe(false)
  })

  test('of a gate shows counts and calls them exploratory; of a measure run shares with intervals', () => {
    expect(textOf(html(run, { picture }))).toMatch(/Exploratory: wrong of asked.* 8\/40 /)
    const measured = { ...run, evidence: { ...run.evidence, mode: 'measure' as const } }
    expect(textOf(html(measured, { picture }))).toMatch(/95% Wilson intervals.* 20% 10–35 /)
  })

  test('a claim over several releases is shown as a sweep, in the order of their sizes', () => {
    const of = (release: string) => sampleClaim({ release, title: `re > keeps (${release})` })
    const page = textOf(html(sampleRun([of('t5-11b'), of('t5-770m'), of('t5-3b')])))
    expect(page).toMatch(/The same claim over releases and sizes.*t5-770m.*t5-3b.*t5-11b/)
    expect(textOf(html(sampleRun()))).not.toContain('The same claim over releases')
  })

  test('earlier runs make a trend', () => {
    const { title } = sampleClaim()
    const point = {
      release: 'v1',
      at: '2026-01-02T03:04:05Z',
      title,
      verdict: 'pass',
      interval: [0.01, 0.04],
      limit: 0.05,
    } as const
    expect(textOf(html(sampleRun(), { history: [point] }))).toMatch(
      /Trend over releases.* v1 2026-01-02 ✓ pass 0\.01 to 0\.04/,
    )
    expect(textOf(html(sampleRun()))).not.toContain('Trend over releases')
  })
})

describe('what else a run may hold', () => {
  test('waivers: what the verdict does not guarantee, and up to when', () => {
    const waived = { of: 'a'.repeat(12), limit: 0.05, reason: 'fixed <next> week', owner: 'Ada', expires: '2026-12-24' }
    const claim = sampleClaim({ waived, verdict: 'pass', spec: { limit: 0.3 } })
    expect(textOf(html(sampleRun([claim])))).toMatch(
      /Waived: what the verdict does not guarantee .* tested against 0\.3 instead of 0\.05 up to and including 2026-12-24 fixed &#60;next&#62; week \( Ada \)/,
    )
    expect(textOf(html(sampleRun()))).not.toContain('Waived')
  })

  test('a comparison: broken and recovered examples, and which parts carry the loss, the surest first', () => {
    const base = sampleRun()
    const loss = { by: 'family', task: 're', sources: 10, gained: 0 }
    const comparison = {
      newlyFailing: ['re > a'],
      newlyPassing: [],
      moved: [{ title: 're > b', before: [0.1, 0.2], now: [0.3, 0.4] }],
      differences: [],
      examples: 30,
      broken: [{ task: 're', example: 'x1' }],
      mended: [],
      sources: { compared: 20, worse: 9, better: 0, pValue: 0.0039 },
      parts: 3,
      losses: [
        { ...loss, name: 'sure', lost: 9, interval: [0.6, 0.98] },
        { ...loss, name: 'untouched', lost: 0, interval: [0, 0.28] },
        { ...loss, name: 'surest', lost: 10, interval: [0.72, 1] },
      ],
    } as const
    const page = textOf(html({ ...base, evidence: { ...base.evidence, comparison } }))
    expect(page).toMatch(
      /Newly failing re &#62; a .*re &#62; b: 0\.10 to 0\.20 then, 0\.30 to 0\.40 now .* surest family re .* sure family re /,
    )
    expect(page).toContain('By independent source: 9 of 20 got worse, 0 better, exact sign test p = 0.0039.')
    expect(page).toContain('0 examples recovered')
    expect(page).not.toContain('untouched')
  })

  test('arms: each hypothesis, those that fail first; steps between releases as a sweep', () => {
    const arm = { estimate: 0.1, units: 7, interval: [0.01, 0.2] } as const
    const role = { pool: ['a'], draw: 1, trials: 1, side: 'candidate' } as const
    const roles = ['s', 'm', 'l'].map((release) => Object.assign({ name: release, release }, role))
    const names = ['from s to m', 'from m to l']
    const claim = sampleClaim({
      arms: [
        { ...arm, name: 'from s to m', verdict: 'pass' },
        { ...arm, name: 'from m to l', verdict: 'fail' },
      ],
      spec: { roles, arms: names.map((name) => ({ name, roles: [] })), armStatistic: 'gain', range: [-1, 1] },
    })
    const page = textOf(html(sampleRun([claim])))
    expect(page).toMatch(/The same claim over releases and sizes gain .* from s to m ✓ pass .* from m to l ✕ fail /)
    expect(page).toMatch(/Each of the 2: gain .* from m to l ✕ fail 0\.01 to 0\.20 7 from s to m ✓ pass /)
  })

  test('warnings of the day stand above everything else, and leave with the context', () => {
    const base = sampleRun()
    const warned = {
      ...base,
      context: { ...base.context, warnings: ['The baseline is 200 days old'], tracing: ['TRACE'] },
    }
    expect(textOf(html(warned))).toMatch(
      /may not ship ⚠ The baseline is 200 days old ⚠ Tracing is on and sends prompts elsewhere: TRACE /,
    )
    expect(textOf(html(warned, { context: false }))).not.toContain('200 days')
  })

  test('a measure run has no verdict and no claims, and says so', () => {
    const base = sampleRun()
    const measurements = { budget: 10, level: 0.95, tasks: [], claims: [] }
    const page = textOf(html({ ...base, evidence: { ...base.evidence, mode: 'measure', measurements } }))
    expect(page).toContain('v2 was measured')
    expect(page).not.toMatch(/may (?:not )?ship|Flipped examples|How each claim was decided/)
  })
})

describe('what the page gives away', () => {
  const parts = { evidence: run.evidence, context: null, hash: '0'.repeat(64), picture, history: [] }

  test('inputs and flips of a claim that fails', () => {
    const data = pageData(parts)
    expect(data.claims[0]?.flips).toHaveLength(40)
    expect(data.examples[0]?.input).toEqual({ sentence: 'Acme 0 was founded by Ada.', head: 'Acme 0', tail: 'Ada' })
  })

  test('nothing of one that passes or is negated: what is shown is spent', () => {
    const [first, ...others] = run.evidence.claims
    if (!first) throw new Error('the sample has a claim')
    const negated = { ...first, spec: { ...first.spec, negated: true } }
    for (const claim of [{ ...first, verdict: 'pass' as const }, negated]) {
      const data = pageData({ ...parts, evidence: { ...run.evidence, claims: [claim, ...others] } })
      expect(data.claims[0]?.flips).toEqual([])
      expect(data.examples.some(({ input }) => input !== undefined)).toBe(false)
    }
  })

  test('long texts until there is too much of them', () => {
    const raw = (at: number) => `${at} ${'x'.repeat(1_000_000)}`
    const observations = [...picture.observations].map((one, at) =>
      at < 20 ? Object.assign({}, one, { raw: raw(at) }) : one,
    )
    const { raws } = pageData({ ...parts, picture: { ...picture, observations } })
    expect(raws[0]).toHaveLength(1_000_002)
    expect(raws[19]).toMatch(/^19 x{1997}… \(1000003 characters: see the command below\)$/)
  })
})

describe('texts of strangers', () => {
  test('never leave their place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          expect(escapeHtml(text)).not.toMatch(/[<>"'`]|&(?!#\d+;)/)
          expect(shownHtml(text)).toMatch(/^<bdi>[^<>\p{Cc}\p{Cf}]*<\/bdi>$/u)
        },
      ),
    )
  })

  test('as data end neither the element nor begin a comment, and come back as they were', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.constantFrom('</script>', '<!--', ']]>', '\u2028')), (text) => {
        const [, inner = ''] = /^<script[^>]*>([^]*)<\/script>$/.exec(embedJson('data', text)) ?? []
        expect(inner).not.toMatch(/[<>\u2028\u2029]/)
        expect(JSON.parse(inner)).toBe(text)
      }),
    )
  })
})

describe('axes', () => {
  const finite = fc.double({ min: -1, max: 1, noNaN: true })
  test('are within the range, hold every value, and have ticks that are on them', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), (values) => {
        const domain = domainOf(values, [-1, 1])
        expect(domain[0]).toBeGreaterThanOrEqual(-1)
        expect(domain[1]).toBeLessThanOrEqual(1)
        for (const value of values) expect(value >= domain[0] && value <= domain[1]).toBe(true)
        const marks = ticks(domain, 5)
        expect(marks.length).toBeGreaterThan(0)
        for (const mark of marks) expect(mark >= domain[0] - 1e-9 && mark <= domain[1] + 1e-9).toBe(true)
      }),
    )
  })

  test('never leave the picture', () => {
    const x = linearScale([0, 1], [10, 90])
    expect([-5, 0, 0.5, 1, 7, Number.NaN].map(x)).toEqual([10, 10, 50, 90, 90, 10])
    expect(logTicks(2173)).toEqual([1, 10, 100, 1000])
  })

  test('sizes are read off names', () => {
    expect(['t5-0.4m-v1', 'flan-t5-3b', 'flan-t5-xl', '780M', '1b2', 'v3'].map(sizeInName)).toEqual([
      0.4,
      3000,
      null,
      780,
      null,
      null,
    ])
  })
})
