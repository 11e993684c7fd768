/** Writes small files that `use.ts` reads. */
import { mkdirSync, writeFileSync } from 'node:fs'

mkdirSync('used', { recursive: true })

/** Writes a file and returns its path. */
export const put = (file: string, text: string): string => {
  writeFileSync(`used/${file}`, text)
  return `used/${file}`
}
/** Writes an instruction set of two wordings and returns its path. */
export const set = (task: string, text: string, labels = ''): string =>
  put(
    `${task}.yaml`,
    `set: ${task}\ntask: ${task}\nlicence: Apache-2.0\nauthor: me\nreviewed: { by: me, on: '2026-11-21' }\n${labels}canonical: a\n` +
      `instructions:\n  - { id: a, family: plain, text: '${text}' }\n  - { id: b, family: polite, text: 'Please. ${text}' }\n`,
  )
/** Writes a line of a dataset. */
export const line = (input: object, gold: string, more: object = {}): string =>
  `${JSON.stringify({ input, gold, ...more })}\n`
/** Writes the label words of an instruction set: each label's own words. */
export const labels = (...names: string[]): string =>
  `labels:\n${names.map((name) => `  '${name}': '${name.replaceAll(/\W/g, ' ')}'\n`).join('')}`
