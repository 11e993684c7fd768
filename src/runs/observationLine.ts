import type { Observation } from '../core/words/index.ts'

/**
 * One observation as canonical JSON, without a line break. Equal to `canonicalJson(observation)`, written out by hand
 * because it runs once for every cell: keys stand in code unit order, so plain `JSON.stringify` is canonical.
 */
export function observationLine(observation: Observation): string {
  const { answer, cost, example, gold, group, judged, key, outcome, raw, reason, release, score, task, tokens } =
    observation
  const { choices, trial, variant, wanted, who } = observation
  if (!Number.isFinite(score)) throw new TypeError(`observationLine: score ${score} is not JSON`)
  return JSON.stringify({
    answer,
    choices: choices && {
      logProbabilities: choices.logProbabilities,
      texts: choices.texts,
      tokens: choices.tokens,
    },
    cost,
    example,
    gold,
    group,
    judged: judged && { key: judged.key, model: judged.model, raw: judged.raw },
    key,
    outcome,
    raw,
    reason,
    release,
    score,
    task,
    tokens: { input: tokens.input, output: tokens.output, reasoning: tokens.reasoning },
    trial,
    variant,
    wanted,
    who: { fingerprint: who.fingerprint, model: who.model, revision: who.revision, upstream: who.upstream },
  })
}
