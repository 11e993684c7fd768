import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { writeVariables } from '../../src/core/environment/index.ts'
import { readRun, runFolder, type StoredRun } from '../../src/runs/index.ts'
import type { Family } from '../../suites/study/readFamily.ts'

const ROOT = join(import.meta.dirname, '../..')
const CONFIG = 'bench/study/vitest.config.ts'

/** The settings of one run of the study. */
export interface StudyCall {
  readonly family: Family
  /** The file that holds the family; absolute. */
  readonly file: string
  /** The folder for the runs. */
  readonly folder: string
  readonly seed: string
  /** The answers that measuring may ask of each size. */
  readonly cells: number
  readonly say: (text: string) => void
}

/** Decides the hypotheses, then measures each size. Throws, with what vitest printed, where one of them cannot be done. */
export async function runStudy(call: StudyCall): Promise<{
  readonly decided: StoredRun
  readonly measured: readonly StoredRun[]
}> {
  const { family, say } = call
  say('deciding H1 to H4')
  // A refuted or open hypothesis makes its test fail, so 1 and 3 are ways to end.
  const decided = await child(
    call,
    'deciding',
    ['node_modules/vitest/vitest.mjs', 'run', '-c', CONFIG, 'suites/study/h'],
    [0, 1, 3],
  )
  const waiting = [...family.members]
  const measured = new Map<string, StoredRun>()
  const worker = async (): Promise<void> => {
    for (let member = waiting.shift(); member; member = waiting.shift()) {
      say(`measuring ${member.name}`)
      const args = [
        'measure',
        '--cells',
        String(call.cells),
        '--release',
        member.name,
        '--',
        '-c',
        CONFIG,
        'suites/study/estimates',
      ]
      measured.set(member.name, await child(call, member.name, ['src/cli/main.ts', ...args], [0]))
    }
  }
  // The largest take longest, and would be waited for at the end.
  waiting.reverse()
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker))
  return { decided, measured: family.members.map(({ name }) => measured.get(name)!) }
}

/** Runs a process of Node in the repository and reads the run that it wrote. */
async function child(
  call: StudyCall,
  name: string,
  args: readonly string[],
  fine: readonly number[],
): Promise<StoredRun> {
  const folder = join(call.folder, name)
  const env = {
    ...process.env,
    ...writeVariables({ folder, seed: call.seed }),
    STUDY_FAMILY: call.file,
    NO_COLOR: '1',
  }
  const started = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const code = await new Promise<number>((resolve, reject) => {
    started.on('error', reject)
    started.on('close', (status) => resolve(status ?? 3))
  })
  const wrote = await runFolder(folder).catch(() => null)
  if (!fine.includes(code) || wrote === null)
    throw new Error(
      `study: ${name} ended with exit code ${code}${wrote === null ? ' and wrote no run' : ''}:\n${output}`,
    )
  return readRun(wrote)
}
