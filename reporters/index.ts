import { json } from './json.ts'
import { markdown } from './markdown.ts'
import type { Render } from './render.ts'
import { terminal } from './terminal.ts'

/** Reporters by name. A new one is a file here and a line in this list. */
export const reporters: Readonly<Record<string, Render>> = { terminal, json, markdown }

export { json as renderJson } from './json.ts'
export { markdown as renderMarkdown } from './markdown.ts'
export { progress } from './progress.ts'
export { terminal as renderTerminal } from './terminal.ts'
