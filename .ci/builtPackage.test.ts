/** The gate of this repository runs from a build that is kept: a change of anything that went into it must make another. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { filesOfBuild } from './builtPackage.ts'
import { bundle } from './bundle.ts'

const ROOT = join(import.meta.dirname, '..')

test('the name of a build follows from each module that is in it, and from what builds it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await bundle(ROOT, folder, true)
  const read = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => {
      const { sources } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { sources: string[] }
      return sources.map((source) => relative(ROOT, resolve(folder, file, '..', source)))
    })
  expect(read.length).toBeGreaterThan(300)
  const counted = new Set(filesOfBuild())
  expect(read.filter((file) => !counted.has(file))).toEqual([])
  const builders = ['bundle.ts', 'pageScript.ts', 'schemaChecks.ts'].flatMap((file) => importedBy(`.ci/${file}`))
  expect(builders.filter((file) => !counted.has(file))).toEqual([])
})

function importedBy(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, name]) => join(file, '..', name!))
}
