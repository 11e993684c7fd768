import { formatEstimate } from '../src/core/text/index.ts'
import {
  armsInWords,
  claimFigures,
  claimNext,
  claimSample,
  samplingDesign,
  unanswered,
  claimWhy,
  verdictWord,
} from '../src/core/wording/index.ts'
import type { ClaimResult } from '../src/core/types/index.ts'
import { codeMarkdown, escapeMarkdown } from './escapeMarkdown.ts'
import type { MarkdownSize } from './markdownSize.ts'

/** All that is known of one claim, as an item of a list. */
export function markdownClaim(claim: ClaimResult, size: MarkdownSize): string[] {
  const missing = unanswered(claim)
  const next = claimNext(claim)
  const arms = armsInWords(claim)
  const lines = [
    claim.verdict === 'not applicable'
      ? claim.reason
      : `${claimFigures(claim)} (${claimSample(claim)}) ${claim.population}`,
    ...(claim.verdict === 'inconclusive' ? [`why: ${claimWhy(claim)}`] : []),
    `design: ${samplingDesign(claim.spec)}`,
    ...(claim.estimate === null
      ? []
      : [`estimate ${formatEstimate(claim.estimate)}, biased if the claim stopped early`]),
    ...(arms === null ? [] : [arms]),
    ...(missing === null ? [] : [`not answered: ${missing}`]),
    ...claim.notes.slice(0, size.rows).map((note) => `note: ${note}`),
    ...(next === null ? [] : [`next: ${next}`]),
  ]
  const head = `- ${codeMarkdown(claim.title, size.characters)}: ${verdictWord(claim)}`
  return [head, ...lines.map((line) => `  - ${escapeMarkdown(line, size.characters)}`)]
}
