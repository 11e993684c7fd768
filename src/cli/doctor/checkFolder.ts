import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { relative } from 'node:path'
import { join } from 'node:path'
import { counted, visible, messageOf } from '../../core/text/index.ts'
import { conflictInWords, damageInWords, inspectJournals, inspectStore } from '../../host/index.ts'
import { note, ok, wrong, type Finding } from './finding.ts'

/** Free space under which a long run may not end, in bytes. */
const LITTLE = 500e6
/** Lines named one by one. */
const MOST = 5

/** The working folder: room on the disk, journals, and the store. */
export async function checkFolder(dir: string, cwd: string): Promise<Finding[]> {
  return [...(await checkDisk(dir, cwd)), ...(await checkJournals(dir, cwd)), ...(await checkStore(dir, cwd))]
}

async function checkDisk(dir: string, cwd: string): Promise<Finding[]> {
  try {
    await mkdir(dir, { recursive: true })
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
