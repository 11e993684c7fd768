import { github } from './ci/github.ts'
import { gitlab } from './ci/gitlab.ts'
import { markdown } from './ci/markdown.ts'
import { openmetrics } from './ci/openmetrics.ts'
import type { Render } from './common/render.ts'
import { evidence } from './evidence.ts'
import { html } from './html/html.ts'
import { json } from './json.ts'
import { terminal } from './terminal.ts'

/** The reporters by name. A new one is a file in this room and a line in this list. */
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

export { gitlabSection } from './ci/gitlab.ts'
export { html as renderHtml } from './html/html.ts'
export { json as renderJson } from './json.ts'
export { markdown as renderMarkdown } from './ci/markdown.ts'
export { progress, progressStatus, waitingLine } from './progress.ts'
export { terminal as renderTerminal } from './terminal.ts'
