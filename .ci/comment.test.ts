/** The script that keeps a pull request's comment, in a process of its own, beside a server that answers as GitHub does. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const MARK = '<!-- vitest-robustness -->'
const named = (line: string, text: string) => `${MARK}\n<!-- line: ${line} -->\n${text}`

/** Starts with comments of the workflow; `write` runs the script with a report and returns the comments that there are then. */
async function pullRequest(...bodies: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'comment-'))
  const comments = bodies.map((body, id) => ({ id, user: { login: 'github-actions[bot]' }, body }))
  const server = createServer(async (request, response) => {
    const text = (await request.toArray()).join('')
    const body = text && (JSON.parse(text) as { body: string }).body
    if (request.method === 'POST') comments.push({ id: comments.length, user: { login: 'github-actions[bot]' }, body })
    if (request.method === 'PATCH') comments[Number(/\d+$/.exec(request.url ?? '')?.[0])]!.body = body
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.method === 'GET' ? comments : { html_url: 'here' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const env = {
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: 'acme/bot',
    PULL: '7',
    REPORT: join(folder, 'robustness.md'),
  }
  return async (report: string) => {
    writeFileSync(env.REPORT, report)
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'comment.mjs')], { env })
    expect(stdout).toBe('The report is at here\n')
    return comments.map(({ body }) => body)
  }
}

test('each release line keeps a comment of its own, the default line too', async () => {
  const write = await pullRequest(`${MARK}\nfirst`)
  expect(await write(`${MARK}\nsecond`)).toEqual([`${MARK}\nsecond`])
  const other = await pullRequest(named('a', 'first'))
  await other(named('b', 'first'))
  await other(`${MARK}\nfirst`)
  await other(named('b', 'second'))
  expect(await other(named('a', 'second'))).toEqual([named('a', 'second'), named('b', 'second'), `${MARK}\nfirst`])
})

test('a comment without a line that is alone is brought up to date by a line', async () => {
  const write = await pullRequest(`${MARK}\nof an earlier version`)
  expect(await write(named('a', 'first'))).toEqual([named('a', 'first')])
})

test('a gate that wrote no run replaces a comment that is alone, and no one of several', async () => {
  const none = `${MARK}\n**No verdict**: why`
  const write = await pullRequest(named('a', 'first'))
  expect(await write(none)).toEqual([none])
  expect(await write(named('a', 'second'))).toEqual([named('a', 'second')])
  const several = await pullRequest(named('a', 'first'), named('b', 'first'))
  expect(await several(none)).toEqual([named('a', 'first'), named('b', 'first'), none])
})
