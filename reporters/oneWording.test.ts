import { describe, expect, test } from 'vitest'
import { sampleClaim, sampleClaims, sampleRun } from '../src/core/wording/sampleRun.testing.ts'
import { claimFigures, claimSample, claimSentence, claimWhy } from '../src/core/wording/index.ts'
import type { ClaimResult } from '../src/core/types/index.ts'
import { github } from './ci/github.ts'
import { gitlab } from './ci/gitlab.ts'
import { html } from './html/html.ts'
import { markdown } from './ci/markdown.ts'
import { terminal } from './terminal.ts'

const [, open] = sampleClaims()
const grouped = { units: 12, examples: 84, title: 'several examples of a source' }
const beyond = {
  ...open,
  title: 'beyond its limit and open',
  interval: [-0.2794, -0.1031],
  claims: 50,
  spec: { ...open?.spec, limit: -0.1, sense: 'at least' },
} as const
const arms = {
  title: 'one arm alone',
  interval: [0.1, 0.21],
  arms: [{ name: 'instruction u7', verdict: 'fail', estimate: 0.3, interval: [0.1, 0.21], units: 9 }],
  spec: { statistic: 'flip rate of the worst instruction', armStatistic: 'flip rate' },
} as const

const CLAIMS: readonly ClaimResult[] = [sampleClaim(), sampleClaim(grouped), sampleClaim(beyond), sampleClaim(arms)]

/** The text of a report on one line, without its mark-up. */
function plainText(text: string): string {
  return text
    .replaceAll(/<(script|style)\b[^]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll(/%0A|\s+/g, ' ')
}

const REPORTS = { terminal, markdown, html, github, gitlab }

describe.each(Object.entries(REPORTS))('%s', (_, render) => {
  test.each(CLAIMS.map((claim) => ({ title: claim.title, claim })))(
    'words "$title" as every other report',
    ({ claim }) => {
      const text = plainText(render(sampleRun([claim])))
      expect(text).toContain(claimFigures(claim))
      expect(text).toContain(claimSample(claim))
      expect(text).toContain(claim.verdict === 'inconclusive' ? claimWhy(claim) : claimFigures(claim))
    },
  )

  test('counts cells as cells, and sources as sources', () => {
    const text = plainText(render(sampleRun(CLAIMS)))
    expect(text).not.toMatch(/\b\d+ calls?\)|of \d+ calls\b|calls\/grid|calls of the grid|\bgroups?\b|\bunits\b/)
  })
})

test('an annotation says a verdict once', () => {
  for (const claim of CLAIMS) {
    const figures = claimFigures(claim)
    for (const text of [github(sampleRun([claim])), gitlab(sampleRun([claim]))]) {
      expect(text.split(figures)).toHaveLength(2)
      expect(plainText(text)).toContain(claimSentence(claim))
    }
  }
})

test('on the page the column of a bound holds the bound, and whose it is, whatever the statistic is called', () => {
  const text = plainText(html(sampleRun([sampleClaim(arms)])))
  expect(text).toMatch(/at least 0\.10 instruction u7 limit 0\.05/)
})
