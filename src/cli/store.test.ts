import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../core/hash/index.ts'
import { answerOf, contextOf, freshFolder } from '../host/host.testing.ts'
import { entryLine } from '../host/entry.ts'
import { localHost } from '../host/localHost.ts'
import { builtCommand } from '../integration/fakeProject.testing.ts'
import { cliIn as cli } from './cliIn.testing.ts'

const KEYS = Array.from({ length: 20 }, (_, index) => sha256(`key ${index}`)).toSorted()

/** A project whose store holds one answer for each key, `text` of its index. */
async function recorded(text = (index: number): string => `answer ${index}`): Promise<string> {
  const cwd = await freshFolder()
  await record(join(cwd, '.robustness'), text)
  return cwd
}

async function record(dir: string, text: (index: number) => string, revision = 'r1'): Promise<void> {
  const host = await localHost({ dir, runKey: 'a', mode: 'record' })
  for (const [index, key] of KEYS.entries()) await host.put(key, answerOf(text(index), revision), contextOf())
  await host.close()
}

const FILE = '.robustness/store/answers.jsonl'

/** Where a line of the file begins and ends. */
function lineSpan(text: string, line: number): readonly [number, number] {
  const before = text.split('\n').slice(0, line - 1)
  const start = before.reduce((sum, one) => sum + one.length + 1, 0)
  return [start, text.indexOf('\n', start)]
}

describe('store list', () => {
  test('counts by release and model', async () => {
    const cwd = await recorded()
    const { code, out } = await cli(cwd, 'store', 'list')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^v1 {2}tiny, revision r1: 20 answers, \d\.\d kB\n\.robustness\/store: 20 keys in 1 file, \d\.\d kB\n$/,
    )
    expect((await cli(await freshFolder(), 'store', 'list')).out).toBe('.robustness/store: 0 keys in 0 files, 0.0 kB\n')
  })
})

describe('store verify', () => {
  test('finds nothing in a whole store', async () => {
    expect(await cli(await recorded(), 'store', 'verify')).toEqual({
      code: 0,
      out: '.robustness/store: 20 answers, all whole\n',
      err: '',
    })
  })

  test('names a file cut in the middle of a line, and a flipped byte; repaired, only those are asked again', async () => {
    const cwd = await recorded()
    const file = join(cwd, FILE)
    const text = await readFile(file, 'utf8')
    const [start, end] = lineSpan(text, 7)
    const bytes = Buffer.from(text.slice(0, lineSpan(text, 15)[0] + 40))
    // One bit of the answer's text: still JSON, and it would be read as another answer.
    const at = text.indexOf('answer 6', start)
    expect(at).toBeLessThan(end)
    bytes[at + 7]! ^= 1
    await writeFile(file, bytes)

    const found = await cli(cwd, 'store', 'verify')
    expect(found).toEqual({
      code: 1,
      out: '.robustness/store: 13 answers, 2 faults\n',
      err:
        `damaged  ${FILE}:7: its checksum does not fit its content\n` +
        `damaged  ${FILE}:15: no whole record (a killed write)\n`,
    })
    const repaired = await cli(cwd, 'store', 'verify', '--repair')
    expect(repaired.code).toBe(0)
    expect(repaired.out).toContain('13 answers in answers.jsonl')
    expect((await cli(cwd, 'store', 'verify')).code).toBe(0)

    const host = await localHost({ dir: join(cwd, '.robustness'), runKey: 'b', mode: 'record' })
    const answers = await host.get(KEYS)
    const missing = answers.flatMap((answer, index) => (answer === null ? [index + 1] : []))
    expect(missing).toEqual([7, 15, 16, 17, 18, 19, 20])
    for (const line of missing) await host.put(KEYS[line - 1]!, answerOf(`answer ${line - 1}`), contextOf())
    await host.close()
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  test('a run warns of a damaged line by its place, and does not use it', async () => {
    const cwd = await recorded()
    const text = await readFile(join(cwd, FILE), 'utf8')
    await writeFile(join(cwd, FILE), text.replace('answer 3"', 'answer 4"'))
    const host = await localHost({ dir: join(cwd, '.robustness'), runKey: 'b', mode: 'record' })
    expect(await host.get([KEYS[3]!])).toEqual([null])
    expect(host.state.warnings).toEqual([
      expect.stringMatching(
        /answers\.jsonl:4: its checksum does not fit its content: dropped, its cell is asked again$/,
      ),
    ])
    await host.close()
  })

  test('any flipped bit of a line is found', async () => {
    const cwd = await recorded()
    const file = join(cwd, FILE)
    const whole = await readFile(file)
    const [start, end] = lineSpan(whole.toString(), 3)
    for (let at = start; at < end; at += 5) {
      const bytes = Buffer.from(whole)
      bytes[at]! ^= 1 << (at % 7)
      await writeFile(file, bytes)
      const { code, err } = await cli(cwd, 'store', 'verify')
      expect({ at, code, err }).toEqual({ at, code: 1, err: expect.stringMatching(/answers\.jsonl:[34]: /) })
    }
  })
})

describe('lines that are no recorded answer', () => {
  test('are named with their place and what is wrong, by every command, and never used', async () => {
    const cwd = await recorded()
    const file = join(cwd, FILE)
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    const withoutSum = (line: string): string => line.replace(/,"sum":"\w+"/, '')
    const head = withoutSum(lines[1]!).replace(/^\{"answer":\{.*?\}\},/, '{')
    const shaped = (answer: object): string => entryLine(`{"answer":${JSON.stringify(answer)},${head.slice(1)}`)
    lines[1] = shaped({ kind: 'rejection', outcome: 'answered', reason: 5, who: 7 })
    lines[2] = shaped({ kind: 'answer', text: 'yes' })
    lines[3] = withoutSum(lines[3]!)
    lines[4] = withoutSum(lines[4]!).replace('{', '{"sum":"0000000000000000",')
    await writeFile(file, `${lines.join('\n')}\n`)
    const wrong = [
      `${FILE}:2: answer.outcome must be refused, filtered, too_long`,
      `${FILE}:3: answer.finish must be a text or null`,
      `${FILE}:4: it has no checksum`,
      `${FILE}:5: its checksum is not the last of it`,
    ]
    expect(await cli(cwd, 'store', 'verify')).toEqual({
      code: 1,
      out: '.robustness/store: 16 answers, 4 faults\n',
      err: wrong.map((line) => `damaged  ${line}\n`).join(''),
    })
    for (const args of [['list'], ['export'], ['prune', '--model', 'tiny']]) {
      const { code, err, out } = await cli(cwd, 'store', ...args)
      expect({ code, err }).toEqual({ code: 0, err: wrong.map((line) => `left out  ${line}\n`).join('') })
      expect(out).not.toContain('answer 3')
    }
    const host = await localHost({ dir: join(cwd, '.robustness'), runKey: 'b', mode: 'replay' })
    expect(await host.get(KEYS.slice(0, 5))).toEqual([answerOf('answer 0'), null, null, null, null])
    expect(host.remarks()).toEqual(wrong.map((line) => expect.stringContaining(`${line.slice(FILE.length)}: dropped`)))
    await host.close()
    const merged = await cli(cwd, 'store', 'merge')
    expect(merged.code).toBe(1)
    for (const line of wrong) expect(merged.out).toContain(`dropped  ${line}\n`)
    expect((await cli(cwd, 'store', 'verify')).code).toBe(0)
  })
})

describe('an answer that a refreshed one replaced', () => {
  test('is named where it is written, and where it is read; the same words again are no replacement', async () => {
    const cwd = await recorded()
    const dir = join(cwd, '.robustness')
    const host = await localHost({ dir, runKey: 'b', mode: 'refresh' })
    expect(host.remarks()).toEqual([])
    await host.put(KEYS[0]!, answerOf('answer 0'), contextOf())
    expect(host.remarks()).toEqual([])
    await host.put(KEYS[3]!, answerOf('another'), contextOf())
    const said = `replaces the recorded answer of "v1" under key ${KEYS[3]!.slice(0, 12)} with another one (refreshed)`
    expect(host.remarks()).toEqual([expect.stringMatching(/segment-.*\.jsonl: /)])
    expect(host.remarks()[0]).toContain(said)
    expect(host.remarks().join()).not.toContain('another"')
    // Before the segment is merged: as a killed run leaves it.
    const seen = await cli(cwd, 'store', 'verify')
    expect(seen.code).toBe(0)
    expect(seen.out).toMatch(/^replaced {2}\.robustness\/store\/segment-\S+\.jsonl:1: replaces/)
    const second = await localHost({ dir, runKey: 'c', mode: 'replay' })
    expect(await second.get([KEYS[3]!])).toEqual([answerOf('another')])
    expect(second.state.warnings).toEqual([expect.stringContaining(said)])
    await second.close()
    await host.close()
    expect((await cli(cwd, 'store', 'verify')).out).toBe('.robustness/store: 20 answers, all whole\n')
  })

  test('is named when refreshed answers of another store are to replace; without that they conflict', async () => {
    const [cwd, other] = [await recorded(), await recorded()]
    const host = await localHost({ dir: join(other, '.robustness'), runKey: 'b', mode: 'refresh' })
    for (const [index, key] of KEYS.entries()) await host.put(key, answerOf(`new ${index}`), contextOf())
    const segment = (await readdir(join(other, '.robustness/store'))).find((name) => name.startsWith('segment'))!
    const third = await recorded()
    const united = await cli(third, 'store', 'merge', join(other, '.robustness/store', segment))
    expect([united.code, united.out.match(/^conflict {2}/gm)]).toEqual([1, expect.objectContaining({ length: 20 })])
    const merged = await cli(cwd, 'store', 'merge', join(other, '.robustness/store', segment), '--replace')
    await host.close()
    expect(merged.code).toBe(0)
    expect(merged.out.match(/^replaced {2}/gm)).toHaveLength(6)
    expect(merged.out).toContain('15 more recorded answers were replaced with others')
  })
})

describe('store prune', () => {
  test('says what it would do, and does it with --yes', async () => {
    const cwd = await recorded()
    const other = await freshFolder()
    await record(other, (index) => `other ${index}`, 'r2')
    const [segment = ''] = await readdir(join(other, 'store'))
    const odd = (await readFile(join(other, 'store', segment), 'utf8')).replaceAll(/"key":"(.{8})/g, '"key":"00000000')
    await mkdir(join(cwd, 'extra'))
    const lines = odd
      .replaceAll(/,"sum":"\w+"/g, '')
      .trim()
      .split('\n')
    await writeFile(join(cwd, 'extra', 'a.jsonl'), lines.map((line) => `${entryLine(line)}\n`).join(''))
    expect((await cli(cwd, 'store', 'merge', 'extra')).out).toContain('40 answers in answers.jsonl')

    const would = await cli(cwd, 'store', 'prune', '--revision', 'r2')
    expect(would.out).toBe('v1  tiny, r2: 20 answers\nwould remove 20 of 40 answers; --yes does it\n')
    expect((await cli(cwd, 'store', 'list')).out).toContain('40 keys')
    expect((await cli(cwd, 'store', 'prune', '--revision', 'r2', '--yes')).out).toContain('removed 20 answers')
    expect((await cli(cwd, 'store', 'list')).out).toContain('20 keys')
    expect((await cli(cwd, 'store', 'prune', '--older-than', '1')).out).toContain('would remove 0 of 20')
  })

  test('keeps what a run folder rests on', async () => {
    const cwd = await recorded()
    await mkdir(join(cwd, '.robustness/runs/r1'), { recursive: true })
    await writeFile(join(cwd, '.robustness/runs/r1/observations.jsonl'), `{"key":"${KEYS[0]}"}\n{"key":"${KEYS[1]}"}\n`)
    expect((await cli(cwd, 'store', 'prune', '--unused', '--yes')).out).toContain('removed 18 answers')
    const { code, out } = await cli(cwd, 'store', 'export')
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(2)
  })

  test.each([
    [[], /needs a condition/],
    [['--older-than', 'soon'], /must be a number of days/],
  ])('refuses %j', async (args, said) => {
    expect(await cli(await recorded(), 'store', 'prune', ...args)).toMatchObject({
      code: 2,
      err: expect.stringMatching(said),
    })
  })
})

describe('store merge', () => {
  test('unites shards, and names a key with different answers', async () => {
    const [cwd, shard] = [await recorded(), await recorded((index) => `answer ${index === 4 ? 'four' : index}`)]
    const { code, out } = await cli(cwd, 'store', 'merge', join(shard, '.robustness/store'))
    expect(code).toBe(1)
    expect(out).toContain(
      `conflict  2 different answers of "v1" under key ${KEYS[4]?.slice(0, 12)}: answer "answer 4" | `,
    )
    expect(out).toContain('21 answers in answers.jsonl')
    expect((await cli(cwd, 'store', 'verify')).code).toBe(1)
    // In the other direction the file is the same, byte for byte.
    await cli(shard, 'store', 'merge', join(cwd, '.robustness/store'))
    expect(await readFile(join(shard, FILE), 'utf8')).toBe(await readFile(join(cwd, FILE), 'utf8'))
  })

  test('takes the stores below a folder, as CI hands artifacts out, and no other file', async () => {
    const cwd = await freshFolder()
    for (const shard of [1, 2, 3]) {
      const dir = join(cwd, `artifacts/robustness-shard-${shard}/.robustness`)
      const host = await localHost({ dir, runKey: 'a', mode: 'record' })
      for (const key of KEYS.slice(shard, shard + 10)) await host.put(key, answerOf(`answer ${key}`), contextOf())
      await host.close()
      await mkdir(join(dir, 'runs/r1'), { recursive: true })
      await writeFile(join(dir, 'runs/r1/observations.jsonl'), '{"no":"answer"}\n')
    }
    const { code, out } = await cli(cwd, 'store', 'merge', 'artifacts', 'artifacts/robustness-shard-2')
    expect({ code, out }).toEqual({ code: 0, out: '.robustness/store: 12 answers in answers.jsonl\n' })
    await mkdir(join(cwd, 'empty/runs'), { recursive: true })
    expect((await cli(cwd, 'store', 'merge', 'empty')).err).toBe('empty holds no recorded answers (*.jsonl)\n')
  })

  test('says what is not there', async () => {
    expect(await cli(await freshFolder(), 'store', 'merge', 'nowhere')).toEqual({
      code: 2,
      out: '',
      err: 'No file or folder nowhere\n',
    })
  })
})

describe('store export', () => {
  test('writes exact JSON, and CSV that no spreadsheet runs', async () => {
    const hostile = ['=cmd()', 'a,"b"', 'two\nlines', '@x', 'plain']
    const cwd = await recorded((index) => hostile[index % hostile.length] ?? '')
    const rows = (await cli(cwd, 'store', 'export')).out.trim().split('\n')
    expect(rows.map((row) => (JSON.parse(row) as { text: string }).text).slice(0, 5)).toEqual(hostile)
    const csv = (await cli(cwd, 'store', 'export', '-f', 'csv')).out
    expect(csv.split('\n', 1)[0]).toBe(
      'key,release,model,revision,pinned,fingerprint,on,rejection,finish,input_tokens,output_tokens,text',
    )
    for (const field of ["'=cmd()", '"a,""b"""', '"two\nlines"', "'@x", 'plain'])
      expect(csv).toContain(`,3,1,${field}\n`)
    await cli(cwd, 'store', 'export', '-o', 'out.jsonl')
    expect((await readFile(join(cwd, 'out.jsonl'), 'utf8')).trim().split('\n')).toEqual(rows)
  })

  test('a pipe that closes early is no fault', async () => {
    const cwd = await recorded(() => 'x'.repeat(20_000))
    const main = builtCommand()
    const child = spawn(
      'sh',
      ['-c', '("$0" "$1" store export; echo "code $?" >&2) | head -c 10', process.execPath, main],
      {
        cwd,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    let said = ''
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    await once(child, 'close')
    expect(said).toBe('code 0\n')
  })
})
