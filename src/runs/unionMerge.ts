import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readText } from './readText.ts'

/** Says in a folder's `.gitattributes` that git may join the lines of two branches in this file; keeps what stands there. */
export async function allowUnionMerge(folder: string, file: string): Promise<void> {
  const attributes = join(folder, '.gitattributes')
  const lines = ((await readText(attributes)) ?? '').split('\n').filter((line) => line !== '')
  if (lines.some((line) => line.startsWith(`${file} `))) return
  await mkdir(folder, { recursive: true })
  await writeFile(attributes, `${[...lines, `${file} merge=union`].join('\n')}\n`)
}
