/**
 * Writes the public surface as text: every declaration reachable from the package's entries, in one committed file. A
 * change of it shows in a diff. `--check` fails if the committed text is out of date; without it the text is written.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { reachedDeclarations } from './declarations.ts'

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
  return reachedDeclarations(root)
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
