#!/usr/bin/env node
import { createInterface } from 'node:readline/promises'
import { requireVersions } from '../integration/requirements.ts'

requireVersions(null)
// Loaded after the check, because an old Node cannot load it.
const { runCli } = await import('./runCli.ts')

// A command such as `… | head` closes the pipe early, which is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  tty: process.stdin.isTTY && process.stdout.isTTY,
  async confirm(question) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    try {
      return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
    } finally {
      terminal.close()
    }
  },
})
