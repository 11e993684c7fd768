import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { version } from '../version.ts'
import { ok, wrong, type Finding } from './finding.ts'

/** Node and vitest against what the package needs. */
export async function checkVersions(cwd: string, node = process.versions.node): Promise<Finding[]> {
  const own = ok(`vitest-robustness ${await version()}`)
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const fits = (major === 22 && minor >= 19) || major === 24 || major >= 26
  const text = `node ${node}`
  return [
    own,
    fits ? ok(text) : wrong(`${text}: the package needs ^22.19, ^24 or >=26; npm install --save-dev node@26`),
    await checkVitest(cwd),
  ]
}

async function checkVitest(cwd: string): Promise<Finding> {
  try {
    const manifest = createRequire(join(cwd, 'noop.js')).resolve('vitest/package.json')
    const { version: found } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
    return found.startsWith('5.')
      ? ok(`vitest ${found}`)
      : wrong(`vitest ${found}: the package needs 5; npm install --save-dev vitest@5`)
  } catch {
    return wrong(`no vitest in ${cwd}; npm install --save-dev vitest`)
  }
}
