/** Adds the plugin to an existing config of vitest, where its text shows that this is safe. */
import { maskCode } from './maskCode.ts'

/** The config with the plugin, or the reason why its text was left alone. */
export type ExtendedConfig = { readonly text: string } | { readonly why: string }

/** The import of the plugin, by which a config that has it is known. */
const PLUGIN = /['"]vitest-robustness\/plugin['"]/

/** Says whether a config has the plugin. */
export function hasPlugin(text: string): boolean {
  return PLUGIN.test(text)
}

/** The line that imports the plugin. */
export const IMPORT = "import { robustness } from 'vitest-robustness/plugin'"

/**
 * Adds the import and the call to a config of the plain shape `export default defineConfig({ … })`, with a list of plugins
 * or without one. A config that has the plugin comes back as it is. Any other shape is left alone with the reason: the text
 * alone does not show what it would do.
 * @param call the plugin's call, its lines after the first not indented
 */
export function extendConfig(text: string, call: string): ExtendedConfig {
  if (hasPlugin(text)) return { text }
  const code = maskCode(text)
  const starts = [...code.matchAll(/\bexport\s+default\s+defineConfig\(\s*\{/g)]
  const [start] = starts
  if (start === undefined || starts.length > 1) return { why: 'it does not export a plain defineConfig({ … })' }
  const open = start.index + start[0].length - 1
  const object = topLevel(code, open)
  if (object === null) return { why: 'its braces do not match' }
  const first = /^import\b(?!\s*[(.])/m.exec(code)
  if (first === null || first.index > start.index) return { why: 'it imports nothing' }
  const place = pluginsPlace(text, open, object)
  if ('why' in place) return place
  const { quoted, unit, newline, end } = styleOf(text, code)
  const { at, inList } = place
  const plugin = `${indented(quoted(call), unit.repeat(2))},`
  const added = inList ? plugin : `${unit}plugins: [\n${plugin}\n${unit}],`
  // The rest of the line after the place goes to a line of its own.
  const [rest = ''] = /^[^\n]*/.exec(text.slice(at)) ?? []
  const [, blanks = '', next = ''] = /^([ \t]*)(\S?)/.exec(rest) ?? []
  const step =
    next === '' || next === '\r' ? null : /[\]}]/.test(next) ? (inList ? unit : '') : inList ? unit.repeat(2) : unit
  const insert = `\n${added}${step === null ? '' : `\n${step}`}`.replaceAll('\n', newline)
  const after = step === null ? at : at + blanks.length
  return {
    text: [
      text.slice(0, first.index),
      `${quoted(IMPORT)}${end}${newline}`,
      text.slice(first.index, at),
      insert,
      text.slice(after),
    ].join(''),
  }
}

/** Finds where the call goes: to the head of the list of plugins, or, in a list of its own, to the head of the object. */
function pluginsPlace(
  text: string,
  open: number,
  object: string,
): { readonly at: number; readonly inList: boolean } | { readonly why: string } {
  const keys = [...object.matchAll(/(?<=[{,\s])plugins\b\s*(:?)/g)]
  const quotedKey = [...object.matchAll(/['"]\s*['"]\s*:/g)].some(({ index, 0: key }) =>
    text.slice(open + index, open + index + key.length).includes('plugins'),
  )
  if (quotedKey) return { why: 'its plugins are no plain list' }
  const [key] = keys
  if (key === undefined) {
    return object.includes('...')
      ? { why: 'it spreads another object, which may bring plugins of its own' }
      : { at: open + 1, inList: false }
  }
  const list = /^\s*\[/.exec(object.slice(key.index + key[0].length))
  if (keys.length > 1 || key[1] !== ':' || list === null) return { why: 'its plugins are no plain list' }
  return { at: open + key.index + key[0].length + list[0].length, inList: true }
}

/** Returns the object that opens at a place with all that is nested in it as blanks; `null` where it does not close. */
function topLevel(code: string, open: number): string | null {
  let depth = 0
  let kept = ''
  for (let at = open; at < code.length; at++) {
    const char = code[at]!
    if ('{[('.includes(char)) depth += 1
    if (depth === 1 || (depth === 2 && '{[('.includes(char))) kept += char
    else kept += char === '\n' ? '\n' : ' '
    if ('}])'.includes(char)) {
      depth -= 1
      if (depth === 0) return kept
    }
  }
  return null
}

function indented(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : by + line))
    .join('\n')
}

/** Reads the style in which the file is written: quotes, semicolons, line ends, the step of its indentation. */
function styleOf(text: string, code: string) {
  const at = /^import\b/m.exec(code)?.index ?? 0
  const [line = ''] = /^[^\n]*/.exec(text.slice(at)) ?? []
  return {
    quoted: (source: string): string => (line.includes('"') ? source.replaceAll("'", '"') : source),
    end: line.trimEnd().endsWith(';') ? ';' : '',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    unit: /^([ \t]+)[^\s*]/m.exec(text)?.[1] ?? '  ',
  }
}
