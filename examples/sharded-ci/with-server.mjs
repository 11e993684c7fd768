/**
 * Runs a command beside an endpoint that speaks chat completions on loopback and answers by rules, so that the example works
 * offline: node with-server.mjs npx vitest run
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

const CLASSES = [
  [/log ?in|profile/i, 'account'],
  [/charged|invoice|refund:|card|tax/i, 'billing'],
  [/parcel|courier|sent to|tracking/i, 'delivery'],
]

/** Release 3 answers a polite question politely, and not with what was asked for. */
function answer(model, prompt) {
  if (model.endsWith('3') && /please say/i.test(prompt)) return 'I am glad to help! What is it about?'
  if (prompt.includes('billing')) return CLASSES.find(([words]) => words.test(prompt))?.[1] ?? 'none'
  return prompt.includes('paid the customer back') ? 'Yes.' : 'No.'
}

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    const { model, messages } = JSON.parse(body)
    const content = answer(model, messages.at(-1).content)
    const choices = [{ message: { role: 'assistant', content }, finish_reason: 'stop' }]
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ model, choices }))
  })
})

// The same place for every shard: shards that asked in different places leave the gate open.
server.listen(8137, '127.0.0.1', () => {
  const [command, ...args] = process.argv.slice(2)
  const child = spawn(command, args, { stdio: 'inherit' })
  child.on('close', (code) => {
    server.close()
    process.exitCode = code ?? 3
  })
})
