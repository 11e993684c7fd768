/**
 * Makes our column of a benchmark of eval runners: `node bench/peers.ts <folder>` makes a user's project there, with the
 * package built and installed as a user has it, and prints how the benchmark runs it. `bench/peers/` holds the suite.
 */
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { compile } from '../.ci/compile.ts'

const ROOT = join(import.meta.dirname, '..')
const [target] = process.argv.slice(2)
if (target === undefined) throw new Error('node bench/peers.ts <an empty folder>')
const folder = resolve(target)
const modules = join(folder, 'node_modules')
const own = join(modules, 'vitest-robustness')

mkdirSync(own, { recursive: true })
cpSync(join(import.meta.dirname, 'peers'), folder, { recursive: true })
writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
if ((await compile(join(own, 'dist'))) !== 0) process.exit(1)
cpSync(join(ROOT, 'package.json'), join(own, 'package.json'))
for (const name of packages()) {
  const link = join(modules, name)
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules', name), link)
}
console.log(
  `OURS_DIR=${folder} OURS_CMD="vitest run" ./run.sh ours --scenario main,big,faults,faults-json,cache --runs 3`,
)

/** Lists the packages that are installed here, the binaries among them. */
function packages(): string[] {
  return readdirSync(join(ROOT, 'node_modules')).flatMap((name) => {
    if (name === '.bin') return [name]
    if (name.startsWith('.') || name === 'vitest-robustness') return []
    return name.startsWith('@')
      ? readdirSync(join(ROOT, 'node_modules', name)).map((scoped) => `${name}/${scoped}`)
      : [name]
  })
}
