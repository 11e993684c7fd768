import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { declaredRanges, isBelow, isWithin, newest } from '../../integration/requirements.ts'
import { version } from '../version.ts'
import { note, ok, wrong, type Finding } from './finding.ts'

/** Node and vitest against the ranges that the package's manifest declares. */
export async function checkVersions(
  cwd: string,
  node = process.versions.node,
  vitest?: string | null,
): Promise<Finding[]> {
  const ranges = declaredRanges()
  const found = vitest === undefined ? await vitestOf(cwd) : vitest
  return [
    ok(`vitest-robustness ${await version()}`),
    against('node', node, ranges.node),
    found === null
      ? wrong(`no vitest in ${cwd}; npm install --save-dev vitest`)
      : against('vitest', found, ranges.vitest),
  ]
}

/** Too old is wrong. Between or above the declared versions it may work: the plugin starts there, so this is no fault. */
function against(name: string, found: string, range: string): Finding {
  if (isWithin(found, range)) return ok(`${name} ${found}`)
  const install = `npm install --save-dev ${name}@${newest(range)}`
  return isBelow(found, range)
    ? wrong(`${name} ${found}: the package needs ${range}; ${install}`)
    : note(`${name} ${found}: the package is tested with ${range}; if something fails, ${install}`)
}

/** The version that the project in the folder has, `null` where it has none. */
async function vitestOf(cwd: string): Promise<string | null> {
  try {
    const manifest = createRequire(join(cwd, 'noop.js')).resolve('vitest/package.json')
    return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version
  } catch {
    return null
  }
}
