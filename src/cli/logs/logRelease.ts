import { basename } from 'node:path'
import type { RecordedLog } from '../../core/compare/index.ts'
import type { ReleaseInfo } from '../../core/words/index.ts'

/** What a log says of who answered. Its sha256 is the revision: the file is what answers. */
export function logRelease(log: RecordedLog, name = nameOf(log)): ReleaseInfo {
  return {
    name,
    model: log.model ?? nameOf(log),
    revision: log.sha256,
    endpointKind: 'recorded',
    endpoint: `recorded:${basename(log.file)}`,
    format: 'recorded',
    parameters: {},
  }
}

/** The two releases of a comparison, named after their files or, where those have one name, after their parts. */
export function logReleases(baseline: RecordedLog, candidate: RecordedLog): readonly [ReleaseInfo, ReleaseInfo] {
  const same = nameOf(baseline) === nameOf(candidate)
  return [
    logRelease(baseline, same ? 'baseline' : nameOf(baseline)),
    logRelease(candidate, same ? 'candidate' : nameOf(candidate)),
  ]
}

function nameOf({ file, model, kind }: RecordedLog): string {
  // lm-evaluation-harness names its files after task and date, and the folder after the model.
  if (kind === 'lm-eval' && model !== null) return model
  const [, wanted] = file.split('#')
  return wanted ?? basename(file).replace(/\.(?:jsonl?|csv)$/i, '')
}
