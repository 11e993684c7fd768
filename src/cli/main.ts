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
    return /^y(?:es)?$/i.test((await ask(`${question} [y/N] `)).trim())
  },
  ask,
  pressKey,
})

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const ended = new Promise<string>((resolve) => {
    terminal.on('close', () => resolve(''))
  })
  try {
    return await Promise.race([terminal.question(question), ended])
  } finally {
    terminal.close()
  }
}

/** The terminal hands over each key at once only while it is raw, and then Ctrl-C is a key like any other. */
async function pressKey(question: string): Promise<string> {
  const { stdin, stdout } = process
  // Before the question is shown: a key that answers it at once must not reach the terminal as it was.
  stdin.setRawMode(true).resume()
  stdout.write(question)
  const key = await new Promise<string>((resolve) => {
    stdin.once('data', (data) => resolve(String(data)))
    stdin.once('end', () => resolve('q'))
  })
  stdin.setRawMode(false).pause().removeAllListeners('end')
  const name = key === '\u0003' || key === '\u0004' ? 'q' : key.toLowerCase()
  stdout.write(`${/^[\w?]$/.test(name) ? name : ''}\n`)
  return name
}
