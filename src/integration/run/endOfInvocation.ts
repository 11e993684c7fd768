/**
 * Decides how a vitest process with the plugin ends: which exit code follows from the tests that its invocation selected
 * and from what was decided. The module is pure, so that a table can hold every case.
 */
import { counted } from '../../core/text/index.ts'
import type { ExitCode } from '../session/exitGuard.ts'

/** An invocation of vitest as it stands when its tests are over. */
export interface Invocation {
  /**
   * `gate` if the command `gate` started vitest, which promises a gate; `vitest` if the user did, who may have meant
   * other tests.
   */
  readonly command: 'gate' | 'vitest'
  readonly ci: boolean
  /** Vitest stays open, for a developer or an editor, so nobody reads an exit code. */
  readonly watching: boolean
  /** The filters of files, as the user wrote them, e.g. `suites/a`, `--changed`; empty where the whole project ran. */
  readonly files: readonly string[]
  /** The filters of tests within their files, e.g. `-t "zzz"`; empty where all ran. */
  readonly names: readonly string[]
  /** True if an option (`--passWithNoTests`, `related`, `--changed`) says that it is fine to have no test at all. */
  readonly emptyIsFine: boolean
  /**
   * The robust tests of the files that ran: how many there are, how many were skipped, why some of these were held back, and
   * how many ran and asked nothing, because their claims wait for a first baseline.
   */
  readonly robust: {
    readonly tests: number
    readonly skipped: number
    readonly heldBack: readonly string[]
    readonly waiting: number
  }
  /** The tests of the other files: how many there are, how many ran, and how many failed or did not load. */
  readonly ordinary: { readonly tests: number; readonly run: number; readonly failures: number }
  /** Mistakes of the user, e.g. a baseline's folder that is not there. */
  readonly usageErrors: readonly string[]
  /** Faults of the machinery, a sentence each: a worker that died, a disk that is full. */
  readonly faults: readonly string[]
  /** The accepted baseline, and the titles of its gating claims. */
  readonly baseline: { readonly id: string; readonly claims: readonly string[] } | null
  /** Exit code of the run that was written; `null` where nothing was decided. */
  readonly written: ExitCode | null
}

/** The end of the process. */
export interface End {
  /** `null` where the gate decides nothing and vitest's own code stands. */
  readonly exitCode: ExitCode | null
  /** One line for the user; `null` where a report says it or there is nothing to say. */
  readonly line: string | null
}

const SILENCE: End = { exitCode: null, line: null }
/** The most titles that are listed; the rest are counted. */
const MOST_TITLES = 5

/**
 * Gives the end of an invocation. It is 0 only where a run was written whose gate passed, or whose open claims a
 * printed policy excuses. Where nothing was decided it is 3 if robust tests were selected, or if the whole project ran
 * while a baseline names claims; where a filter selected only ordinary tests, vitest's own code stands and nothing is
 * said. The command `gate` always says something.
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

/**
 * Returns the line for a run in which robust tests were held back because answers are missing and no endpoint may be asked;
 * `null` elsewhere.
 */
function heldBackLine({ robust: { tests, skipped, waiting, heldBack }, names }: Invocation): string | null {
  const [reason] = heldBack
  if (reason === undefined || skipped + waiting < tests) return null
  // A test that a filter left out was left out on purpose; one that is skipped in its file may be an oversight.
  if (names.length === 0 && heldBack.length + waiting < tests) return null
  return `Not gated: ${counted(heldBack.length, 'robust test was', 'robust tests were')} held back: ${reason}`
}

/**
 * Says why nothing was decided although something should have been, with the way out; `null` where no decision was
 * asked for.
 */
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
