import { FEWEST, percent, type Estimate, type Figures, type Ranked, type Unranked } from './rank.ts'

/** Writes the ranking as a Markdown page. */
export function page(
  { ranked, unranked }: { readonly ranked: readonly Ranked[]; readonly unranked: readonly Unranked[] },
  { model, perTask, prompts }: { readonly model: string; readonly perTask: number; readonly prompts: number },
): string {
  return `# What each perturbation does to the embedded model

What \`npm run rank\` wrote, unedited: ${model}, ${perTask} examples of each of four tasks (test split), the canonical
instruction as it is and under each perturbation at its own strength, ${prompts} different prompts, live and greedy.

The damage is the mean loss of score (in points) on the prompts that a perturbation changes; they are not the same for
all, so "prompts" and "score before" stand beside it. Intervals are 95% each (BCa bootstrap over independent sources, fixed
size; exact where nothing varied); neighbours whose intervals overlap may trade places. \\* the loss is not 0 (two-sided
permutation test, Holm over all ${ranked.length} rows at 0.05). Where the answer only "usually stays", a wrong gold answer may be part of
the loss. "New to the model" is the share of the tokens brought in that it never met in training
(\`fixtures/models/met-tokens.json\`): where it is above a half, a perturbation is not ranked, for the model cannot take in
what it is shown. Neither is one that changes fewer than ${FEWEST} prompts.

## Ranked (${ranked.length})

| # | perturbation | family | the answer | damage | 95% interval | answers that changed | 95% interval | no answer | score before | prompts | new to the model |
|--:|---|---|---|--:|---|--:|---|--:|--:|--:|--:|
${ranked.map(row).join('\n')}

## Not ranked (${unranked.length})

| perturbation | family | why | what was seen |
|---|---|---|---|
${unranked.map(({ perturbation: { name, family }, reason, figures }) => `| \`${name}\` | ${family} | ${reason} | ${seen(figures)} |`).join('\n')}
`
}

function row(figures: Ranked, index: number): string {
  const { perturbation, drop, flips, unanswered, before, prompts, unknown, adjusted } = figures
  const { name, family, preserves } = perturbation
  return [
    '',
    `${index + 1}`,
    `\`${name}\``,
    family,
    preserves === 'gold' ? 'stays' : 'usually stays',
    `${points(drop.mean)}${adjusted < 0.05 ? '\\*' : ''}`,
    `${points(drop.low)} to ${points(drop.high)}`,
    percent(flips.mean),
    interval(flips),
    percent(unanswered),
    percent(before),
    `${prompts}`,
    unknown === null ? 'none' : percent(unknown),
    '',
  ]
    .join(' | ')
    .trim()
}

function seen(figures: Figures | null): string {
  if (figures === null) return ''
  const { perturbation, prompts, before, drop, flips } = figures
  const after = before - drop.mean
  return perturbation.preserves === 'changes'
    ? `${percent(flips.mean)} of the answers changed (${interval(flips)}); ${percent(after)} are right as they must be now; ${prompts} prompts`
    : `score ${percent(before)} before, ${percent(after)} after; ${prompts} prompts`
}

function interval({ low, high }: Estimate): string {
  return `${percent(low)} to ${percent(high)}`
}

function points(share: number): string {
  return (100 * share).toFixed(1).replace(/^-0\.0$/, '0.0')
}
