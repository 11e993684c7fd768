/**
 * The public surface as text: every declaration reachable from the package's entries, one file, committed. A change of
 * it shows in a diff. `--check` fails if the committed text is out of date; without it the text is written.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

const ENTRIES = ['src/index.d.ts', 'src/plugin.d.ts', 'src/models.d.ts', 'src/matchers.d.ts']
const COMMITTED = 'docs/api.d.txt'

const out = mkdtempSync(join(tmpdir(), 'api-'))
try {
  execFileSync('tsc', ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', out], { stdio: 'inherit' })
  const text = surface(out)
  if (process.argv.includes('--check')) check(text)
  else writeFileSync(COMMITTED, text)
} finally {
  rmSync(out, { recursive: true, force: true })
}

function surface(root: string): string {
  const seen = new Set<string>()
  const queue = ENTRIES.map((entry) => join(root, entry))
  for (const file of queue) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g)) {
      queue.push(join(dirname(file), target.replace(/\.[jt]s$/, '.d.ts')))
    }
  }
  return [...seen]
    .toSorted()
    .map((file) => `// ${relative(root, file)}\n${readFileSync(file, 'utf8')}`)
    .join('\n')
}

function check(text: string): void {
  const committed = readFileSync(COMMITTED, 'utf8')
  if (committed === text) return
  console.error(
    `${COMMITTED} is out of date: the public surface has changed. Look at it with: npm run api && git diff ${COMMITTED}`,
  )
  process.exitCode = 1
}
