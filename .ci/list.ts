/** Puts what `vitest-robustness list` prints between `<!-- list:begin -->` and `<!-- list:end -->` of docs/list.md. `npm run list` */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = 'docs/list.md'
const BLOCK = /(?<=<!-- list:begin -->\n)[\s\S]*?(?=<!-- list:end -->)/

const tables = execFileSync(process.execPath, ['src/cli/main.ts', 'list'], { encoding: 'utf8' })
writeFileSync(
  FILE,
  readFileSync(FILE, 'utf8').replace(BLOCK, () => `\n${tables}\n`),
)
