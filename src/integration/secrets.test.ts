import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, onTestFinished } from 'vitest'
import { serve } from '../models/endpoint/loopback.testing.ts'
import { config, fakeProject, type FakeProject } from './fakeProject.testing.ts'

/** Where secrets come in, and what was planted there. */
const PLANTED = {
  // By its name no secret, and with characters that encoders escape.
  AZURE_AUTH: 'plantedazureauth+bearer/0123456789==',
  HEADER_KEY: 'plantedheader0123456789',
  QUERY_KEY: 'plantedquery0123456789',
  URL_PASSWORD: 'plantedurlpassword0123456789',
  FUNCTION_TOKEN: 'plantedfunction0123456789',
  PARAMETER_SECRET: 'plantedparameter0123456789',
}

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is right', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 })
})
`

/**
 * An endpoint that repeats whatever it was sent, in its errors, its answers and its name, in JSON as encoders of .NET and
 * PHP write it: `fail` of ten requests fail.
 */
async function gossip(fail: (count: number) => number | null): Promise<string> {
  let count = 0
  const { origin } = await serve((response, request, body) => {
    count += 1
    const heard = `${request.headers.authorization} ${request.headers['x-key']} ${request.url}`
    const status = fail(count)
    response.writeHead(status ?? 200, { 'content-type': 'application/json' })
    const prompt = (body['messages'] as { content: string }[])[0]?.content ?? ''
    const right = /says (yes|no)/.exec(prompt)?.[1]
    const content = count % 5 === 0 ? `${right}, ${heard}` : right
    const said =
      status === null
        ? { model: `m ${request.headers.authorization}`, choices: [{ message: { content }, finish_reason: 'stop' }] }
        : { error: { message: `no: ${heard}` } }
    response.end(
      JSON.stringify(said)
        .replaceAll('+', String.raw`\u002B`)
        .replaceAll('/', String.raw`\/`),
    )
  })
  return origin
}

function project(candidate: string): FakeProject {
  const made = fakeProject({
    'vitest.config.ts': config("store: 'record'"),
    'a.robust.ts': SUITE,
    'releases.ts': `import { createOpenAI } from '@ai-sdk/openai'
import OpenAI from 'openai'
import { fromAiSdk, fromFunction, fromOpenAI, openAICompatible } from 'vitest-robustness/models'
const { ENDPOINT, URL_PASSWORD, QUERY_KEY, FUNCTION_TOKEN, PARAMETER_SECRET } = process.env
const options = { origin: ENDPOINT, model: 'm', revision: '1', apiKeyEnv: 'AZURE_AUTH', headersEnv: { 'x-key': 'HEADER_KEY' } }
export const accepted = fromFunction({ model: 'a', ask: async () => 'yes' })
export const candidate = () => ${candidate}
`,
  })
  onTestFinished(made.remove)
  return made
}

/** Every place in which a planted secret stands: files of the project, and what was printed. */
function leaks(root: string, output: string): string[] {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
  const texts = [...files.map((file) => [file, readFileSync(file, 'utf8')] as const), ['output', output] as const]
  return texts.flatMap(([file, text]) =>
    Object.entries(PLANTED).flatMap(([name, secret]) =>
      // In pieces: no form in which an encoder may have written it is complete without them.
      secret.split(/[^a-z0-9]+/).some((part) => part.length > 10 && text.includes(part)) ? [`${name} in ${file}`] : [],
    ),
  )
}

const endpoint = "openAICompatible({ ...options, path: '/v1/chat/completions?key=' + QUERY_KEY, attempts: 2 })"

describe('no secret is written anywhere', () => {
  test.each([
    [
      "OpenAI's client, with answers, errors and retries",
      "fromOpenAI(new OpenAI({ baseURL: ENDPOINT + '/v1', apiKey: process.env.AZURE_AUTH }), { model: 'm', revision: '1', attempts: 2 })",
      (count: number) => [500, 429, 400, 422][count % 40] ?? null,
      /accuracy|passed|is right/,
    ],
    [
      'a model of the AI SDK whose endpoint refuses the key',
      "fromAiSdk(createOpenAI({ baseURL: ENDPOINT + '/v1', apiKey: process.env.AZURE_AUTH }).chat('m'), { revision: '1' })",
      () => 401,
      /HTTP 401: no: \[key\]/,
    ],
    [
      'a model of the AI SDK, with answers, errors and retries',
      "fromAiSdk(createOpenAI({ baseURL: ENDPOINT + '/v1', apiKey: process.env.AZURE_AUTH }).chat('m'), { revision: '1', attempts: 2 })",
      (count: number) => [500, 429, 400, 422][count % 40] ?? null,
      /accuracy|passed|is right/,
    ],
    [
      'a run with answers, errors and retries',
      endpoint,
      (count: number) => [500, 429, 400, 422][count % 40] ?? null,
      /accuracy|passed|is right/,
    ],
    [
      'an endpoint that refuses the key',
      endpoint,
      () => 401,
      /HTTP 401: no: Bearer \[key\] \[key\] .*key=\[(key|secret)\]/,
    ],
    [
      'an origin with a password',
      "openAICompatible({ ...options, origin: 'http://user:' + URL_PASSWORD + '@127.0.0.1:9' })",
      () => null,
      /must not hold a user or password/,
    ],
    [
      'a key among the parameters',
      'openAICompatible({ ...options, parameters: { api_key: PARAMETER_SECRET } })',
      () => null,
      /parameters\.api_key looks like a secret/,
    ],
    [
      'a function that throws its key',
      "fromFunction({ model: 'f', ask: async () => { throw new Error('401 for ' + FUNCTION_TOKEN) } })",
      () => null,
      /401 for \[FUNCTION_TOKEN\]|error/,
    ],
    [
      'a release that cannot be made',
      "{ throw new Error('no connection to http://u:' + URL_PASSWORD + '@h', { cause: new Error(FUNCTION_TOKEN) }) }",
      () => null,
      /cannot be made: no connection to http:\/\/\[secret\]@h/,
    ],
  ] as const)(
    '%s',
    async (_, candidate, fail, said) => {
      const made = project(candidate)
      const ended = await made.vitest([], { ...PLANTED, ENDPOINT: await gossip(fail) })
      expect(ended.output).toMatch(said)
      expect(leaks(made.root, ended.output)).toEqual([])
      expect(readdirSync(join(made.root, '.robustness'))).toEqual(expect.arrayContaining(['journal', 'runs']))
    },
    120_000,
  )

  test('the commands that look at a set-up, its store and its run', async () => {
    const made = project(endpoint)
    const env = { ...PLANTED, ENDPOINT: await gossip((count) => [429, 400][count % 9] ?? null) }
    const run = await made.vitest([], env)
    expect(readdirSync(join(made.root, '.robustness/store'))).toEqual(['answers.jsonl'])
    const outputs = [run.output]
    for (const line of ['doctor', 'doctor --probe candidate', 'store list', 'store export', 'report --verify']) {
      outputs.push((await made.shell(`cli ${line}`, env)).output)
    }
    expect(outputs.join('\n')).toMatch(/^(ok|note|WRONG) +probe of candidate: \w+ refused: .*no: Bearer \[key\]/m)
    expect(leaks(made.root, outputs.join('\n'))).toEqual([])
  }, 120_000)

  test('the scan finds what is there', () => {
    const made = project(endpoint)
    made.write('.robustness/x.json', PLANTED.AZURE_AUTH)
    expect(leaks(made.root, PLANTED.QUERY_KEY)).toEqual([
      expect.stringMatching(/^AZURE_AUTH in .*x\.json$/),
      'QUERY_KEY in output',
    ])
  })
})
