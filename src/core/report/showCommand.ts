import { cut, visible } from './quote.ts'
import { shellWord } from './shellWord.ts'

/** The shell command that shows one cell: its exact prompt, its raw answer and how that was read. */
export function showCommand(cell: string): string {
  return `npx vitest-robustness show ${shellWord(visible(cut(cell, 500)))}`
}
