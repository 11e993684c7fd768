import { sha256 } from '../../src/core/hash/index.ts'
import { visible } from '../../src/core/text/index.ts'
import type { ClaimResult, Run } from '../../src/core/types/index.ts'
import { claimSentence } from '../../src/core/wording/index.ts'

/**
 * An issue as the merge request shows it: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
interface CodeQualityIssue {
  readonly description: string
  readonly check_name: string
  /** An issue keeps its fingerprint from run to run, and two issues never share one. */
  readonly fingerprint: string
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker'
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

/** The place at which an issue without a place of its own is shown. */
const NOWHERE = { path: 'vitest.config.ts', lines: { begin: 1 } }

/**
 * Writes a run as a Code Quality report for GitLab: there is an issue at the line of the suite for each claim that
 * fails or stays open, and for each claim of the manifest that was not decided. Nothing else is an issue, so a run
 * without one gives `[]`.
 */
export function gitlab({ evidence }: Run): string {
  const issues = [
    ...evidence.claims.flatMap(issueOf),
    ...evidence.missing.map((title): CodeQualityIssue => ({
      description: visible(`Not decided: ${title}`),
      check_name: 'vitest-robustness/missing',
      fingerprint: sha256(`missing\n${title}`),
      severity: 'major',
      location: NOWHERE,
    })),
  ]
  return `${JSON.stringify(issues, null, 2)}\n`
}

function issueOf(claim: ClaimResult): CodeQualityIssue[] {
  const { verdict, spec, at, title, id } = claim
  if (verdict !== 'fail' && verdict !== 'inconclusive') return []
  const severity = spec.advisory ? 'minor' : verdict === 'fail' ? 'critical' : 'major'
  return [
    {
      description: visible(`${verdict}: ${title}: ${claimSentence(claim)}`),
      check_name: `vitest-robustness/${spec.kind}`,
      // Line and figures are left out, so that a release which fails again has the same issue.
      fingerprint: sha256(`${id}\n${title}`),
      severity,
      location: at ? { path: at.file.replace(/^\.\//, ''), lines: { begin: at.line } } : NOWHERE,
    },
  ]
}

/**
 * Makes a text a section of a GitLab job's log, which is folded until somebody opens it.
 * https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
 *
 * `name` consists of letters, digits, `.`, `_` and `-` and is unique in the log. `at` is the Unix time in whole
 * seconds.
 */
export function gitlabSection(name: string, header: string, text: string, at: number): string {
  const clear = '\r\u001B[0K'
  return (
    `\u001B[0Ksection_start:${at}:${name}[collapsed=true]${clear}${visible(header)}\n` +
    `${text.replaceAll(/section_(?=start|end)/g, 'section-')}${text.endsWith('\n') ? '' : '\n'}` +
    `\u001B[0Ksection_end:${at}:${name}${clear}\n`
  )
}
