import type { OptionStyle } from '../types/index.ts'
import { optionId } from './optionId.ts'

/** How options are written unless an instruction says otherwise: `A) Rome B) Paris`. */
export const DEFAULT_OPTION_STYLE: OptionStyle = { item: '{id}) {text}', separator: ' ' }

/** Options in one text. Each item is filled in one pass: braces inside an option mean nothing. */
export function renderOptions(options: readonly string[], style: OptionStyle): string {
  return options
    .map((text, index) =>
      style.item.replaceAll(/\{(id|text)\}/g, (_, name) => (name === 'id' ? optionId(index) : text)),
    )
    .join(style.separator)
}
