import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { unifiedDiff } from './unifiedDiff.ts'

test('changes far apart are shown with some lines around them, new data by its first lines', () => {
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`)
  const after = lines.toSpliced(20, 1, 'twenty-one', '\ttab \u001B[2J').toSpliced(1, 1)
  expect(
    unifiedDiff(
      [
        { file: 'a.ts', before: `${lines.join('\n')}\n`, after: `${after.join('\n')}\n` },
        { file: 'b.jsonl', before: null, after: `${'x'.repeat(200)}\n2\n3\n4\n`, data: true },
        { file: 'c', before: '', after: 'x\n' },
      ],
      false,
    ),
  ).toMatchInlineSnapshot(`
    "--- a/a.ts
    +++ b/a.ts
    @@ -1,5 +1,4 @@
     line 1
    -line 2
     line 3
     line 4
     line 5
    @@ -18,7 +17,8 @@
     line 18
     line 19
     line 20
    -line 21
    +twenty-one
    +	tab \\u{1b}[2J
     line 22
     line 23
     line 24
    --- /dev/null
    +++ b/b.jsonl
    @@ -0,0 +1,4 @@
    +xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
    +2
    +3
    … and 1 more line like these
    --- a/c
    +++ b/c
    @@ -0,0 +1,1 @@
    +x
    "
  `)
})

test('colours are those of a terminal', () => {
  expect(unifiedDiff([{ file: 'a', before: 'x\ny\n', after: 'x\nz\n' }], true).replaceAll('\u001B', '<esc>'))
    .toMatchInlineSnapshot(`
    "<esc>[1m--- a/a<esc>[0m
    <esc>[1m+++ b/a<esc>[0m
    <esc>[36m@@ -1,2 +1,2 @@<esc>[0m
     x
    <esc>[31m-y<esc>[0m
    <esc>[32m+z<esc>[0m
    "
  `)
})

test('a diff holds what it needs to make the new text of the old one', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.map((line) => `${line}\n`).join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = unifiedDiff([{ file: 'f', before, after }], false)
        .split('\n')
        .slice(2, -1)
      const old = before.split('\n').slice(0, -1)
      let at = 0
      const made: string[] = []
      const read: string[] = []
      for (const line of lines) {
        const [, start, count] = /^@@ -(\d+),(\d+) /.exec(line) ?? []
        if (start !== undefined) {
          const next = Number(start) - (count === '0' ? 0 : 1)
          for (const kept of [made, read]) kept.push(...old.slice(at, next))
          at = next
          continue
        }
        const [sign, content] = [line[0], line.slice(1)]
        if (sign !== '+') at += 1
        if (sign !== '+') read.push(content)
        if (sign !== '-') made.push(content)
      }
      const rest = old.slice(at)
      expect([...read, ...rest]).toEqual(old)
      expect([...made, ...rest]).toEqual(after.split('\n').slice(0, -1))
    }),
  )
})
