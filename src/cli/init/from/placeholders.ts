/** Translates placeholders of prompts that were written for other tools into those of an instruction. */

/** A prompt with the fields of a task, or the reason why it cannot be one. */
export type PromptText = { readonly text: string; readonly names: readonly string[] } | { readonly why: string }

/** Reads `{{ name }}` (Nunjucks, Handlebars). Logic, filters and paths have no counterpart, and neither has a lone `{name}`. */
export function doubleBraces(prompt: string): PromptText {
  const logic = /\{[%#][^]*?[%#]\}/.exec(prompt)?.[0]
  if (logic !== undefined) return { why: `it has logic: ${firstLine(logic)}` }
  const written = [...prompt.matchAll(/\{\{[-\s]*([^{}]*?)[-\s]*\}\}/g)]
  const odd = written.find(([, name = '']) => !/^[A-Za-z_]\w*$/.test(name))
  if (odd !== undefined) return { why: `${odd[0]} is more than the name of a variable` }
  const lone = /\{[A-Za-z_]\w*\}/.exec(prompt.replaceAll(/\{\{[^{}]*\}\}/g, ''))
  if (lone !== null) return { why: `it holds ${lone[0]}, which would be taken for a field` }
  const names = [...new Set(written.map(([, name = '']) => name))]
  return { text: prompt.replaceAll(/\{\{[-\s]*(\w+)[-\s]*\}\}/g, '{$1}'), names }
}

/** Reads a prompt with `{name}`, or with `{{ name }}` where it has any such. */
export function anyBraces(prompt: string): PromptText {
  if (/\{\{|\{%/.test(prompt)) return doubleBraces(prompt)
  return { text: prompt, names: [...new Set([...prompt.matchAll(/\{([A-Za-z_]\w*)\}/g)].map(([, name = '']) => name))] }
}

/** Gives the placeholders of a prompt other names: author's name -> field of the task. */
export function renamed(text: string, names: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{([A-Za-z_]\w*)\}/g, (written, name: string) =>
    Object.hasOwn(names, name) ? `{${names[name]}}` : written,
  )
}

function firstLine(text: string): string {
  return text.split('\n')[0]!.slice(0, 60)
}
