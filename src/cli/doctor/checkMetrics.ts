import { visible, messageOf } from '../../core/text/index.ts'
import type { InspectedProject } from '../../integration/session/inspectProject.ts'
import type { RobustnessOptions } from '../../integration/session/options.ts'
import { loadMetrics } from '../../integration/session/ownMetrics.ts'
import { ok, wrong, type Finding } from './finding.ts'

/** The metrics of the config are loaded, as `measure` loads them; nothing where it names none. */
export async function checkMetrics(
  { metrics }: Pick<RobustnessOptions, 'metrics'>,
  { importModule }: Pick<InspectedProject, 'importModule'>,
  root: string,
): Promise<readonly Finding[]> {
  if (metrics === undefined) return []
  try {
    const own = await loadMetrics(metrics, { baseDir: root, importModule, who: 'robustness({ metrics })' })
    return [ok(`metrics: ${own.map(({ name }) => visible(name)).join(', ')}`)]
  } catch (error) {
    return [wrong(visible(messageOf(error)))]
  }
}
