import { access, constants, readFile, statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { counted, messageOf, visible } from '../../core/text/index.ts'
import { conflictInWords, damageInWords, inspectJournals, inspectStore } from '../../host/index.ts'
import { declaredRanges, isBelow, isWithin, newest } from '../../integration/requirements.ts'
import { makeFolder } from '../../runs/index.ts'
import { version } from '../common/version.ts'
import { type Finding, note, ok, wrong } from './finding.ts'

/** Checks Node and vitest against the ranges that the package's manifest declares. */
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

/**
 * Compares a version with its range. A version that is too old is wrong. One between or above the declared versions may
 * work, and the plugin starts with it, so it only gets a note.
 */
function against(name: string, found: string, range: string): Finding {
  if (isWithin(found, range)) return ok(`${name} ${found}`)
  const install = `npm install --save-dev ${name}@${newest(range)}`
  return isBelow(found, range)
    ? wrong(`${name} ${found}: the package needs ${range}; ${install}`)
    : note(`${name} ${found}: the package is tested with ${range}; if something fails, ${install}`)
}

/** Returns the version that the project in the folder has, `null` where it has none. */
async function vitestOf(cwd: string): Promise<string | null> {
  try {
    const manifest = createRequire(join(cwd, 'noop.js')).resolve('vitest/package.json')
    return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version
  } catch {
    return null
  }
}

/** The free space below which a long run may not end, in bytes. */
const LITTLE = 500e6
/** The most damaged lines that are named one by one. */
const MOST = 5

/** Checks the working folder: room on the disk, journals, and the store. */
export async function checkFolder(dir: string, cwd: string): Promise<Finding[]> {
  return [...(await checkDisk(dir, cwd)), ...(await checkJournals(dir, cwd)), ...(await checkStore(dir, cwd))]
}

async function checkDisk(dir: string, cwd: string): Promise<Finding[]> {
  try {
    await makeFolder(dir)
    await access(dir, constants.W_OK)
    const { bavail, bsize } = await statfs(dir)
    const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`
    const name = relative(cwd, dir) || dir
    return [bavail * bsize < LITTLE ? wrong(`${name}: only ${free}`) : ok(`${name}: ${free}`)]
  } catch (error) {
    return [wrong(`${dir} cannot be written: ${messageOf(error)}`)]
  }
}

async function checkJournals(dir: string, cwd: string): Promise<Finding[]> {
  const { undecided, answers, damaged } = await inspectJournals(dir)
  const broken = damaged.filter(({ unfinished }) => !unfinished)
  return [
    ok(`journal: ${counted(undecided, 'undecided run')} with ${counted(answers, 'answer')}; a rerun continues`),
    ...broken.slice(0, MOST).map((line) => wrong(`${damageInWords(line, cwd)}; that cell is asked again`)),
  ]
}

async function checkStore(dir: string, cwd: string): Promise<Finding[]> {
  const store = await inspectStore(join(dir, 'store'))
  store.close()
  if (store.files.length === 0) return [ok('store: nothing recorded')]
  const broken = store.damaged.filter(({ unfinished }) => !unfinished)
  return [
    broken.length === 0
      ? ok(`store: ${counted(store.size, 'answer')}, all whole`)
      : wrong(`store: ${counted(broken.length, 'damaged line')}; npx vitest-robustness store verify --repair`),
    ...broken.slice(0, MOST).map((line) => wrong(damageInWords(line, cwd))),
    ...store.conflicts.slice(0, MOST).map((conflict) => note(`store: ${visible(conflictInWords(conflict))}`)),
  ]
}
