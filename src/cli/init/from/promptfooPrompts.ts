/** Reads the prompts of a promptfoo config as wordings. */
import { basename } from 'node:path'
import { doubleBraces } from './placeholders.ts'
import { type ConfigFile, filePath, type LeftOut, listOf, readNamed, recordOf } from './promptfooConfig.ts'
import type { Wording } from './wordings.ts'

/** A prompt with the variables that it shows. */
export interface ReadPrompt extends Wording {
  readonly names: readonly string[]
}

/**
 * Returns the prompts that are text with variables; all others are left out by place and reason. The first becomes
 * canonical.
 */
export function readPrompts(config: ConfigFile, leftOut: LeftOut): readonly ReadPrompt[] {
  const taken: ReadPrompt[] = []
  for (const [at, prompt] of listOf(recordOf(config.value)['prompts']).entries()) {
    const place = config.place('prompts', at)
    for (const { text, label } of textsOf(config, prompt, place, leftOut)) {
      const read = doubleBraces(text.trim())
      if ('why' in read) leftOut.add(place, `the prompt, for ${read.why}`)
      else if (read.names.length === 0) leftOut.add(place, 'the prompt, for it shows no variable')
      else if (taken.some((other) => other.text === read.text))
        leftOut.add(place, 'the prompt, for it is there already')
      else
        taken.push({
          id: idFor(label ?? `p${taken.length + 1}`, taken),
          family: 'own',
          text: read.text,
          origin: place,
          names: read.names,
        })
    }
  }
  return taken
}

function textsOf(
  config: ConfigFile,
  prompt: unknown,
  place: string,
  leftOut: LeftOut,
): readonly { readonly text: string; readonly label?: string }[] {
  const { raw, id, label, ...others } = recordOf(prompt)
  for (const key of Object.keys(others)) leftOut.add(place, `the prompt's ${key}`)
  const written = typeof prompt === 'string' ? prompt : (raw ?? id)
  const named = typeof label === 'string' ? { label } : {}
  if (typeof written !== 'string') {
    leftOut.add(place, 'the prompt, for it is no text')
    return []
  }
  const path = filePath(written) ?? (/^[^\s{]+\.(txt|md)$/.test(written) ? written : null)
  if (path === null) return isChat(written, place, leftOut) ? [] : [{ text: written, ...named }]
  if (!/\.(txt|md)$/.test(path) || path.includes('*')) {
    leftOut.add(place, `the prompt ${path}, for only the text of one .txt or .md file is read`)
    return []
  }
  const text = readNamed(config, path, place)
  // promptfoo keeps several prompts in a file, with a line of three dashes between them.
  const parts = text.split(/^---\s*$/m).filter((part) => part.trim() !== '')
  return parts.map((part, at) => ({
    text: part,
    label: String(label ?? basename(path).replace(/\.\w+$/, '')) + (parts.length > 1 ? `-${at + 1}` : ''),
  }))
}

function isChat(text: string, place: string, leftOut: LeftOut): boolean {
  if (!/^\s*\[\s*\{/.test(text) && !/^\s*-\s+role:/m.test(text)) return false
  leftOut.add(
    place,
    'the prompt, for it is a list of chat messages: its system text goes into `surroundings` of the suite, its last message is the wording',
  )
  return true
}

function idFor(label: string, taken: readonly { readonly id: string }[]): string {
  const slug =
    label
      .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
      .replaceAll(/^[^A-Za-z0-9]+|-+$/g, '')
      .slice(0, 40) || 'prompt'
  let id = slug
  for (let next = 2; taken.some((other) => other.id === id); next++) id = `${slug}-${next}`
  return id
}
