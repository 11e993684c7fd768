import { isForGate, type Mode, UsageError } from '../../core/types/index.ts'
import { stat } from 'node:fs/promises'
import { basename, relative, resolve } from 'node:path'
import { expectAccepted, readAnchor, readBaseline, type StoredBaseline } from '../../runs/index.ts'
import { readSeen, type SeenTable } from '../../sources/index.ts'
import { isCi } from './environment.ts'
import type { ReadRobustnessOptions } from './options.ts'

/** K, the number of gating claims that `fail` is corrected for, while no manifest of claims is committed. */
export const CLAIMS_WITHOUT_MANIFEST = 50

/** The accepted evidence that the config names, and what follows from it for a run. */
export interface SessionBaseline {
  /** Absolute; `null` where the config names none. */
  readonly baselineFolder: string | null
  readonly stored: StoredBaseline | null
  /** The pinned release that regression claims are compared with in addition; only a gate has one. */
  readonly anchor: StoredBaseline | null
  /** The ids of instructions that the release line was tuned on; `null` where nothing is declared. */
  readonly seen: readonly string[] | null
  /** K, the number of gating claims fixed before the data, and where it comes from. */
  readonly claimsPlanned: { readonly count: number; readonly from: 'manifest' | 'default' }
  /**
   * The reason why the run cannot be compared with the baseline that the config names; `null` where it can, or where no
   * baseline is needed.
   */
  readonly baselineMissing: string | null
}

/**
 * Reads the accepted evidence that the options name. Throws `UsageError` where it is not what was accepted, where the
 * declaration of what the line has seen changed since, or where nothing could be accepted in the folder that they name.
 */
export async function sessionBaseline(
  options: ReadRobustnessOptions,
  { root, mode, env }: { readonly root: string; readonly mode: Mode; readonly env: NodeJS.ProcessEnv },
): Promise<SessionBaseline> {
  const baselineFolder = options.baseline === undefined ? null : resolve(root, options.baseline)
  const stored = baselineFolder === null ? null : await readBaseline(baselineFolder)
  if (mode.name === 'acceptEvidence') refuseToAccept(options, { root, folder: baselineFolder, stored })
  if (stored && isForGate(mode)) await expectAccepted(stored)
  const seen =
    options.seen === undefined
      ? null
      : readSeen(typeof options.seen === 'string' ? resolve(root, options.seen) : options.seen)
  if (
    (isForGate(mode) || mode.name === 'plan') &&
    stored &&
    seen &&
    seen.toSorted().join('\n') !== stored.baseline.seen.toSorted().join('\n')
  ) {
    throw new UsageError(
      `what the release line has seen differs from what was accepted in ${stored.id}; ` +
        `restore the declaration, or accept a new baseline: npx vitest-robustness baseline accept`,
    )
  }
  const anchor =
    options.anchor === undefined || !isForGate(mode)
      ? null
      : await readAnchor(options.anchor, resolve(root, options.anchor), baselineFolder)
  const planned = stored ? gatingClaims(stored.baseline.claims).length : CLAIMS_WITHOUT_MANIFEST
  // Each claim of the manifest may be held against the anchor too; how many are is not known before the tests run.
  const claimsPlanned = {
    count: Math.max(1, anchor && stored ? 2 * planned : planned),
    from: stored ? 'manifest' : 'default',
  } as const
  const baselineMissing =
    isForGate(mode) && stored === null ? await missingBaseline(options, { folder: baselineFolder, root, env }) : null
  return { baselineFolder, stored, anchor, seen, claimsPlanned, baselineMissing }
}

/** Throws `UsageError` where the config alone forbids to accept, so that nobody pays for calls before it is refused. */
function refuseToAccept(
  options: Pick<ReadRobustnessOptions, 'baseline' | 'line'>,
  {
    root,
    folder,
    stored,
  }: { readonly root: string; readonly folder: string | null; readonly stored: StoredBaseline | null },
): void {
  if (folder === null)
    throw new UsageError(
      `Baseline not accepted, and nothing was asked: the config names no folder for it; ` +
        `add to robustness({ … }) in vitest.config.ts: baseline: 'baselines/${options.line ?? '<line>'}',`,
    )
  const line = options.line ?? basename(folder)
  if (stored && stored.baseline.line !== line)
    throw new UsageError(
      `Baseline not accepted, and nothing was asked: ${relative(root, folder)} holds the baseline of line ` +
        `"${stored.baseline.line}", this is "${line}": name another folder`,
    )
}

/** Returns the file that says what the line was tuned on with its absolute path. A table may be named by its path alone. */
export function seenSource(source: string | SeenTable, root: string): string | SeenTable {
  if (typeof source !== 'string') return { ...source, file: resolve(root, source.file) }
  const path = resolve(root, source)
  return /\.[ct]sv$/i.test(path) ? { file: path } : path
}

/** Returns the distinct gating claims of a manifest or a run: one claim asserted twice is one claim. */
export function gatingClaims<T extends { readonly id: string; readonly advisory: boolean }>(claims: readonly T[]): T[] {
  const byId = new Map(claims.filter((claim) => !claim.advisory).map((claim) => [claim.id, claim]))
  return [...byId.values()]
}

/**
 * Says why a gate cannot go on without a baseline, with the way out. Call it where none could be read in `folder`.
 * `null` where the config names none, or declares the first release of a line whose folder is not there yet: never in
 * CI, where a folder that was not committed would make every release the first.
 */
async function missingBaseline(
  { baseline, firstRelease, candidate }: Pick<ReadRobustnessOptions, 'baseline' | 'firstRelease' | 'candidate'>,
  { folder, root, env }: { readonly folder: string | null; readonly root: string; readonly env: NodeJS.ProcessEnv },
): Promise<string | null> {
  if (baseline === undefined || folder === null) return null
  const there = (await stat(folder).catch(() => null)) !== null
  const ci = isCi(env)
  if (firstRelease && !there && !ci) return null
  const place = relative(root, folder) || folder
  const found = there
    ? `the folder ${place} holds no baseline.json`
    : `the config names the baseline ${place}, and that folder is not there`
  const accept = `accept one: npx vitest-robustness baseline accept --release <name>, and commit ${place}`
  if (firstRelease && !there)
    return `${found}; "first: true" lets ${candidate} through on a developer's machine, never in CI: ${accept}`
  const first =
    firstRelease || there
      ? ''
      : `; before the first release of a line write baseline: { folder: '${baseline}', first: true }`
  return `${found}: correct the name, restore the folder, or ${accept}${first}`
}
