/**
 * Puts what `vitest-robustness list` prints between `<!-- list:begin -->` and `<!-- list:end -->` of docs/list.md, and of
 * README.md where it has these marks. `npm run list`
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const BLOCK = /(?<=<!-- list:begin -->\n)[\s\S]*?(?=<!-- list:end -->)/

const tables = execFileSync(process.execPath, ['src/cli/main.ts', 'list'], { encoding: 'utf8' })
for (const file of ['docs/list.md', 'README.md']) {
  const text = readFileSync(file, 'utf8')
  if (BLOCK.test(text))
    writeFileSync(
      file,
      text.replace(BLOCK, () => `\n${tables}\n`),
    )
}
