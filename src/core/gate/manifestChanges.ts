import { isLooser } from '../types/index.ts'
import { canonicalJson } from '../hash/index.ts'
import { formatLimit } from '../text/figures.ts'
import { compareText } from '../text/index.ts'
import type { ClaimChange, ClaimResult, ClaimSpec, ManifestClaim } from '../types/index.ts'

type Claim = Pick<ClaimResult, 'id' | 'title' | 'spec' | 'waived'>

/** The differences between the claims that ran and the accepted ones. */
export interface ManifestFindings {
  /** The same claims by content under another title. */
  readonly renamed: readonly { readonly id: string; readonly from: string; readonly to: string }[]
  readonly changes: readonly ClaimChange[]
  /** Accepted gating claims that were neither decided nor changed nor removed: the gate stays open for them. */
  readonly missing: readonly ManifestClaim[]
}

/**
 * Compares the claims of a run with the accepted ones, by content first and by title second: a claim whose id is the same
 * may have another title, and one whose title is the same may claim something else. `isGone` is true of a title that no
 * test of the suites makes a claim under any more, which a run of a part of the suites cannot know.
 */
export function manifestChanges(
  manifest: readonly ManifestClaim[],
  claims: readonly Claim[],
  isGone: (title: string) => boolean,
): ManifestFindings {
  const ran = Map.groupBy(claims, idOf)
  const accepted = new Set(manifest.map(({ id }) => id))
  const open = distinct(manifest.filter(({ id, advisory }) => !advisory && !ran.has(id)))
  // Claims against the anchor repeat those against the baseline, which does not list them.
  const fresh = distinctClaims(claims.filter((claim) => !accepted.has(idOf(claim)) && claim.spec.against === undefined))
  const taken = new Set<Claim>()
  const missing: ManifestClaim[] = []
  const changes: ClaimChange[] = open.flatMap((before) => {
    const now = successor(
      before,
      fresh.filter((claim) => !taken.has(claim)),
    )
    if (now !== undefined) {
      taken.add(now)
      return [{ id: before.id, title: now.title, ...difference(before, now) }]
    }
    if (isGone(before.title)) return [{ kind: 'removed' as const, id: before.id, title: before.title }]
    missing.push(before)
    return []
  })
  const added = fresh
    .filter((claim) => !taken.has(claim) && !claim.spec.advisory)
    .map((claim): ClaimChange => ({ kind: 'added', id: idOf(claim), title: claim.title }))
  return {
    renamed: renamedClaims(manifest, ran),
    changes: [...changes, ...(manifest.length === 0 ? [] : added)].toSorted(
      (a, b) => compareText(a.kind, b.kind) || compareText(a.title, b.title),
    ),
    missing,
  }
}

/** Changes that hold a gate open until a baseline is accepted with them: all but those that ask for more. */
export function isLoosening({ kind }: ClaimChange): boolean {
  return kind !== 'tighter' && kind !== 'added'
}

/** Returns the id of the claim as the suite wrote it: under a waiver another limit was tested. */
function idOf({ id, waived }: Claim): string {
  return waived?.of ?? id
}

/** Finds what became of an accepted claim: the claim of the same title, else the only one that differs in its limit alone. */
function successor(before: ManifestClaim, fresh: readonly Claim[]): Claim | undefined {
  const named = fresh.find(({ title }) => title === before.title)
  if (named || before.accepted === undefined) return named
  const same = withoutLimit(before.accepted)
  const alike = fresh.filter(({ spec }) => withoutLimit(spec) === same)
  return alike.length === 1 ? alike[0] : undefined
}

function difference({ accepted: before }: ManifestClaim, { spec, waived }: Claim): Pick<ClaimChange, 'kind' | 'what'> {
  const now = waived ? { ...spec, limit: waived.limit } : spec
  if (now.advisory) return { kind: 'ungated' }
  if (before === undefined)
    return { kind: 'changed', what: 'how is not known: the baseline was accepted before it kept what claims say' }
  if (withoutLimit(before) !== withoutLimit(now)) return { kind: 'changed', what: otherOptions(before, now) }
  const [was, is] = [asWritten(before), asWritten(now)]
  const looser = isLooser(now.sense, now.limit, before.limit)
  return { kind: looser ? 'looser' : 'tighter', what: `limit ${formatLimit(was)} became ${formatLimit(is)}` }
}

/**
 * Returns a claim's content apart from its limit. How many variants an example meets is the plan's choice, which may follow
 * it.
 */
function withoutLimit({ limit, options, roles, ...rest }: ClaimSpec): string {
  const others = Object.entries(options).filter(([, value]) => !isLimit(value, limit))
  return canonicalJson({
    ...rest,
    advisory: null,
    options: Object.fromEntries(others.filter(([name]) => name !== 'advisory')),
    roles: roles.map((role) => ({ ...role, draw: null })),
  })
}

function otherOptions(before: ClaimSpec, now: ClaimSpec): string {
  const [was, is] = [shownOptions(before), shownOptions(now)]
  const differing = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => inJson(was[name]) !== inJson(is[name]),
  )
  const named = [
    ...differing.map((name) => `${name} ${inJson(was[name])} became ${inJson(is[name])}`),
    ...changedTask(before, now),
    ...(before.other && now.other ? changedTask(before.other, now.other) : []),
  ]
  return named.length === 0 ? 'other instructions or variants' : named.join(', ')
}

/** A task under the same name whose content is another: its examples, instructions, labels or the way answers are read. */
function changedTask(
  before: Pick<ClaimSpec, 'task' | 'taskHash'>,
  now: Pick<ClaimSpec, 'task' | 'taskHash'>,
): readonly string[] {
  if (before.task !== now.task || before.taskHash === now.taskHash) return []
  const [was, is] = [before.taskHash.slice(0, SHOWN_HASH), now.taskHash.slice(0, SHOWN_HASH)]
  return [`task ${now.task} changed: its hash is ${is}, ${was} was accepted`]
}

function shownOptions({ options, kind, task }: ClaimSpec): Record<string, unknown> {
  return { ...options, matcher: kind, task }
}

/** Digits of a hash that are shown: enough to tell tasks apart. */
const SHOWN_HASH = 12

function inJson(value: unknown): string {
  return value === undefined ? 'unset' : canonicalJson(value)
}

/** Returns the limit as the suite writes it: `by: 0.02` stands for −0.02 on the difference. */
function asWritten({ limit, options }: ClaimSpec): number {
  const written = Object.values(options)
  return limit !== 0 && !written.includes(limit) && written.includes(-limit) ? -limit : limit
}

function isLimit(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Math.abs(value) === Math.abs(limit)
}

function renamedClaims(
  manifest: readonly ManifestClaim[],
  ran: ReadonlyMap<string, readonly Claim[]>,
): ManifestFindings['renamed'] {
  const kept = new Set(manifest.map(({ id, title }) => `${id} ${title}`))
  return manifest
    .flatMap(({ id, title }) => {
      const now = ran.get(id) ?? []
      if (now.length === 0 || now.some((claim) => claim.title === title)) return []
      const to = now.find((claim) => !kept.has(`${id} ${claim.title}`))
      return to ? [{ id, from: title, to: to.title }] : []
    })
    .toSorted((a, b) => compareText(a.from, b.from))
}

/** One claim asserted twice is one claim. */
function distinct(claims: readonly ManifestClaim[]): ManifestClaim[] {
  return [...new Map(claims.map((claim) => [claim.id, claim])).values()]
}

function distinctClaims(claims: readonly Claim[]): Claim[] {
  return [...new Map(claims.map((claim) => [idOf(claim), claim])).values()]
}
