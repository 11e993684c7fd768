import { evidence } from './evidence.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { html } from './html/html.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'
import { openmetrics } from './openmetrics.ts'
import type { Render } from './render.ts'
import { terminal } from './terminal.ts'

/** Reporters by name. A new one is a file here and a line in this list. */
export const reporters: Readonly<Record<string, Render>> = {
  terminal,
  json,
  evidence,
  markdown,
  html,
  github,
  gitlab,
  openmetrics,
}

export { gitlabSection } from './gitlabSection.ts'
export { html as renderHtml } from './html/html.ts'
export { json as renderJson } from './json.ts'
export { markdown as renderMarkdown } from './markdown.ts'
export { progress } from './progress.ts'
export { progressStatus, waitingLine } from './progressStatus.ts'
export { terminal as renderTerminal } from './terminal.ts'
