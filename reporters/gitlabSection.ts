import { visible } from '../src/core/text/index.ts'

/**
 * Text as a section of a GitLab job's log that is folded until it is opened.
 * https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
 *
 * `name`: letters, digits, `.`, `_` and `-`, unique in the log. `at`: Unix time in whole seconds.
 */
export function gitlabSection(name: string, header: string, text: string, at: number): string {
  const clear = '\r\u001B[0K'
  return (
    `\u001B[0Ksection_start:${at}:${name}[collapsed=true]${clear}${visible(header)}\n` +
    `${text.replaceAll(/section_(?=start|end)/g, 'section-')}${text.endsWith('\n') ? '' : '\n'}` +
    `\u001B[0Ksection_end:${at}:${name}${clear}\n`
  )
}
