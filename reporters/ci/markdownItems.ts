import { formatEstimate } from '../../src/core/text/index.ts'
import type { ClaimResult, Counterexample, PromptChange } from '../../src/core/types/index.ts'
import {
  answerInWords,
  armsInWords,
  cameBack,
  changeLabel,
  claimFigures,
  claimNext,
  claimSample,
  claimWhy,
  outcomeInWords,
  samplingDesign,
  showCommand,
  unanswered,
  verdictWord,
} from '../../src/core/wording/index.ts'
import { codeMarkdown, escapeMarkdown } from '../common/escapeMarkdown.ts'

/** Writes a case that failed as an item of a list: what changed, the input, the instructions. */
export function markdownCase(one: Counterexample, characters: number): string[] {
  const { example, input, before, after, gold, change } = one
  const code = (text: string) => codeMarkdown(text, characters)
  const fields = Object.entries(input).map(([name, text]) => `${code(name)}: ${code(text)}`)
  const sides = before.template === after.template ? [after] : [before, after]
  return [
    one.wanted === undefined
      ? `- example ${code(example)}, instruction ${code(after.variant)}: ${code(answerInWords(before, gold))} became ` +
        `${code(answerInWords(after, gold))} (gold ${code(gold)})`
      : `- example ${code(example)}, instruction ${code(after.variant)}: ${escapeMarkdown(outcomeInWords(one), characters)}`,
    `  - input: ${fields.slice(0, MOST_FIELDS).join('; ')}`,
    ...sides.map(({ role, template }) => `  - ${code(role)}: ${code(template)}`),
    ...(change === undefined ? [] : [`  - ${changeLabel(change)}: ${marked(change, characters)}${cameBackIn(one)}`]),
    `  - ${code(showCommand(after.cell))}`,
  ]
}

/** Marks the places that changed, with `<del>` and `<ins>`, which every Markdown renderer knows. */
function marked(change: PromptChange, characters: number): string {
  const text = (part: string) => escapeMarkdown(part, characters)
  const places = change.marked.slice(0, MOST_FIELDS).map(({ part, lead, before, after, tail }) => {
    const [del, ins] = [before && `<del>${text(before)}</del>`, after && `<ins>${text(after)}</ins>`]
    return `${codeMarkdown(part, characters)}: ${text(lead)} ${del} ${ins} ${text(tail)}`.replaceAll(/ +/g, ' ').trim()
  })
  return places.join('; ')
}

function cameBackIn(one: Counterexample): string {
  const said = cameBack(one)
  return said === '' ? '' : escapeMarkdown(said, 200)
}

const MOST_FIELDS = 8

/** Returns the length of a case's input, by which the smallest examples come first. */
export function caseLength({ input }: Counterexample): number {
  return Object.values(input).reduce((sum, text) => sum + text.length, 0)
}

/** Writes all that is known of one claim, as an item of a list. */
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

/** The greatest lengths of the comment's lists and texts. */
export interface MarkdownSize {
  /** The most lines of the table, and of the details. */
  readonly claims: number
  /** The most counterexamples of each claim. */
  readonly cases: number
  /** The most items of any other list, among them failing claims with their counterexamples. */
  readonly rows: number
  readonly characters: number
}
