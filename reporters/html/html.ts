import { evidenceHash } from '../../src/core/hash/index.ts'
import type { Run } from '../../src/core/types/index.ts'
import type { RenderOptions } from '../common/render.ts'
import { browsers } from './browsers.ts'
import { changes } from './changes.ts'
import { details } from './details.ts'
import { forest } from './forest.ts'
import { heat } from './heat.ts'
import type { PageParts } from './htmlParts.ts'
import { listedPart } from './listed.ts'
import { measured } from './measured.ts'
import { embedJson, page } from './page.ts'
import { pageData } from './pageData.ts'
import { provenance } from './provenance.ts'
import { scaleSweep } from './scaleSweep.ts'
import { seenUnseen } from './seenUnseen.ts'
import { trend } from './trend.ts'
import { verdict } from './verdict.ts'

/**
 * Writes a run as one HTML page that needs no network and runs no code but its own: the verdict first, then the claims,
 * how each was decided, seen against unseen, the heat map, flipped examples, and the observations behind every figure.
 * All text from outside is escaped, or becomes a text node. The function is pure: without context equal evidence gives
 * equal bytes.
 */
export function html(run: Run, { context = true, picture, history = [] }: RenderOptions = {}): string {
  const parts: PageParts = {
    evidence: run.evidence,
    hash: evidenceHash(run),
    context: context ? run.context : null,
    picture: picture ?? null,
    history,
  }
  // A measure run decides nothing, so it has no claims to show.
  const shown = run.evidence.measurements
    ? [measured, seenUnseen, heat, browsers.cells, provenance]
    : [forest, changes, seenUnseen, scaleSweep, trend, details, heat, browsers.flips, browsers.cells, provenance]
  const sections = shown.map((section) => section(parts)).filter(({ body }) => body !== '')
  return page({
    parts,
    head: verdict(parts),
    sections,
    data: picture ? embedJson('data', pageData({ ...parts, picture: listedPart(picture, run.evidence) })) : '',
  })
}
