import type { PromptParts } from '../types/index.ts'
import { contractPrompts, perturb, renderParts } from './index.ts'

const [relation, choice, boolean, extractive] = contractPrompts as [PromptParts, PromptParts, PromptParts, PromptParts]

/** Prompts of the contract, by task; the one for relations without its demonstrations. */
export const prompts = { relation: { ...relation, shots: 0 }, fewShot: relation, choice, boolean, extractive }

/** What a perturbation makes of a prompt (seed 1): the lines that are new or stand elsewhere, and a gold that moved. */
export function shown(name: string, parts: PromptParts, strength?: number): string {
  const result = perturb(parts, { name, seed: 1, ...(strength === undefined ? {} : { strength }) })
  if ('notApplicable' in result) return `not applicable: ${result.notApplicable}`
  const before = renderParts(parts).split('\n')
  const after = renderParts(result.parts).split('\n')
  const left = [...before]
  const lines = after.filter((line, at) => {
    if (after.length === before.length) return line !== before[at]
    const known = left.indexOf(line)
    if (known >= 0) left.splice(known, 1)
    return known < 0
  })
  const gold = result.gold === parts.gold ? [] : [`gold: ${parts.gold} -> ${result.gold}`]
  return [...lines.map((line) => line.replaceAll(/[^ -~]/gu, visible)), ...gold].join('\n')
}

function visible(sign: string): string {
  return `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`
}

/** A prompt whose first input field holds another text. */
export function withFirstInput(parts: PromptParts, change: (text: string) => string): PromptParts {
  const [name = ''] = Object.keys(parts.input)
  return { ...parts, input: { ...parts.input, [name]: change(parts.input[name] ?? '') } }
}
