/**
 * What a vitest process with the plugin ends with: which tests its invocation selected, what was decided, which exit code
 * follows. Pure, so that a table can hold every case.
 */
import { counted } from '../../core/text/index.ts'
import type { ExitCode } from '../session/exitGuard.ts'

/** What is known of an invocation when its tests are over. */
export interface Invocation {
  /** Who started vitest: the command `gate`, which promises a gate, or somebody who may have meant other tests. */
  readonly command: 'gate' | 'vitest'
  readonly ci: boolean
  /** Vitest stays open, for a developer or an editor: exit codes are nobody's business. */
  readonly watching: boolean
  /** How files were narrowed, as the user wrote it, e.g. `suites/a`, `--changed`; empty where the whole project ran. */
  readonly files: readonly string[]
  /** How tests were narrowed within their files, e.g. `-t "zzz"`; empty where all ran. */
  readonly names: readonly string[]
  /** Whether vitest was told (`--passWithNoTests`, `related`, `--changed`) that no test at all is fine. */
  readonly emptyIsFine: boolean
  /** Robust tests of the files that were run: all, those that were skipped, and of these the reasons of those held back. */
  readonly robust: { readonly tests: number; readonly skipped: number; readonly heldBack: readonly string[] }
  /** Tests of the other files that were read: all, those that ran, and what failed or did not load. */
  readonly ordinary: { readonly tests: number; readonly run: number; readonly failures: number }
  /** Mistakes of the user, e.g. a baseline's folder that is not there. */
  readonly usageErrors: readonly string[]
  /** What broke of the machinery: a worker that died, a disk that is full. */
  readonly faults: readonly string[]
  /** The accepted baseline, and the titles of its gating claims. */
  readonly baseline: { readonly id: string; readonly claims: readonly string[] } | null
  /** Exit code of the run that was written; `null` where nothing was decided. */
  readonly written: ExitCode | null
}

/** How the process ends. */
export interface End {
  /** `null`: the gate has no say, vitest's own code stands. */
  readonly exitCode: ExitCode | null
  /** What to tell the user, one line; `null` where a report says it or there is nothing to say. */
  readonly line: string | null
}

const SILENCE: End = { exitCode: null, line: null }
/** More titles than this are counted. */
const MOST_TITLES = 5

/**
 * 0 is given only where a run was written whose gate passed, or whose open claims a printed policy excuses. Where nothing
 * was decided it is 3 if robust tests were selected, or if the whole project ran while a baseline names claims; where a
 * filter left ordinary tests alone, vitest's own code stands in silence. The command `gate` is never silent.
 */
export function endOfInvocation(invocation: Invocation): End {
  const { command, ci, watching, usageErrors, faults, ordinary, written } = invocation
  if (written !== null) return { exitCode: written, line: null }
  const strict = command === 'gate'
  const heldBack = strict || ci ? null : heldBackLine(invocation)
  if (heldBack !== null) return { exitCode: null, line: heldBack }
  if (watching) return SILENCE
  const why = nothingDecided(invocation) ?? (strict ? 'no robust test was selected. Leave the filter out.' : null)
  if (why === null) return faults.length > 0 ? infrastructure(faults) : SILENCE
  if (usageErrors.length > 0) return { exitCode: 2, line: `Exit code 2: ${usageErrors.join(' ')}` }
  if (ordinary.failures > 0)
    return {
      exitCode: 1,
      line: `Exit code 1: ${counted(ordinary.failures, 'test or file', 'tests or files')} failed; besides, nothing was decided: ${why}`,
    }
  if (faults.length > 0) return infrastructure(faults)
  return { exitCode: 3, line: `GATE: INCONCLUSIVE (exit code 3). Nothing was decided: ${why}${claimsOf(invocation)}` }
}

/** What to say where no robust test ran that might have, for want of answers that nobody may ask for; `null` elsewhere. */
function heldBackLine({ robust: { tests, skipped, heldBack }, names }: Invocation): string | null {
  const [reason] = heldBack
  if (reason === undefined || skipped < tests) return null
  // What a filter left out is nobody's oversight; what the source skips is.
  if (names.length === 0 && heldBack.length < tests) return null
  return `Not gated: ${counted(heldBack.length, 'robust test was', 'robust tests were')} held back: ${reason}`
}

/** Why nothing was decided although something should have been, with the way out; `null` where nobody asked for it. */
function nothingDecided(invocation: Invocation): string | null {
  const { files, names, emptyIsFine, robust, ordinary, baseline, usageErrors } = invocation
  const whole = files.length === 0 && names.length === 0
  const promised = (baseline?.claims.length ?? 0) > 0 || usageErrors.length > 0
  const filters = [...files, ...names].join(' ')
  if (robust.tests > 0 && names.length === 0)
    return `all ${robust.tests} robust tests that were selected are skipped in their files. Run them, or delete them.`
  if (robust.tests > 0)
    return ordinary.run > 0 ? null : `no test is left by ${filters}. Correct the name, or leave it out.`
  if (whole && promised)
    return 'the project has no robust test any more (a suite was deleted, renamed or excluded). Put it back, or remove the baseline from the config.'
  if (files.length === 0 && !whole && promised && ordinary.run === 0)
    return `no test is left by ${filters}. Correct the name, or leave it out.`
  if (ordinary.tests > 0 || ordinary.failures > 0 || emptyIsFine) return null
  return whole
    ? 'the project has no test at all.'
    : `no test file is left by ${filters}. Correct the filter, or leave it out.`
}

function claimsOf({ baseline }: Invocation): string {
  if (baseline === null || baseline.claims.length === 0) return ''
  const { id, claims } = baseline
  const shown = claims.slice(0, MOST_TITLES).map((title) => `"${title}"`)
  const more = claims.length > MOST_TITLES ? ` and ${claims.length - MOST_TITLES} more` : ''
  return ` Claims of ${id} that nothing is known of: ${shown.join(', ')}${more}.`
}

function infrastructure(faults: readonly string[]): End {
  return { exitCode: 3, line: `Exit code 3: ${faults.join(' ')}` }
}
