import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'undici'
import type { Call } from './writeWorkload.ts'

const { OPENAI_BASE_URL = '', WORK_DIR = '', CONCURRENCY = '64' } = process.env

/** Makes every call of the workload over a bare undici pool, and hands each answer to `check`. */
export async function callAll(check: (answer: string, expected: string) => void): Promise<void> {
  const calls = JSON.parse(readFileSync(join(WORK_DIR, 'calls.json'), 'utf8')) as Call[]
  const base = new URL(OPENAI_BASE_URL)
  const pool = new Pool(base.origin, { connections: Number(CONCURRENCY) })
  const headers = { 'content-type': 'application/json' }
  let next = 0
  async function work(): Promise<void> {
    while (next < calls.length) {
      const { prompt, expected } = calls[next++]!
      const body = JSON.stringify({
        model: 'mock-model',
        temperature: 0,
        messages: [{ role: 'user', content: prompt }],
      })
      const path = `${base.pathname}/chat/completions`
      const response = await pool.request({ method: 'POST', path, headers, body })
      const { choices } = (await response.body.json()) as { choices: [{ message: { content: string } }] }
      check(choices[0].message.content, expected)
    }
  }
  await Promise.all(Array.from({ length: Number(CONCURRENCY) }, work))
  await pool.close()
}
