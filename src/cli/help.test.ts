import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandGroups, commands } from './commandGroups.ts'
import { commandHelp, mainHelp } from './help.ts'

const WIDTH = 120

test('every file of a command is in the list, once, in a group', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => /^export const \w+: Command = /m.test(readFileSync(join(import.meta.dirname, file), 'utf8')))
  expect(commands).toHaveLength(files.length)
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
  const help = mainHelp(commandGroups)
  for (const { name, summary } of commands) expect(help).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 8)}`, 'm'))
})

test.each(commands.map((command) => [command.name, command] as const))(
  '%s: a summary in one phrase, an example, an explanation of each option, lines that fit',
  (name, command) => {
    expect(command.summary).toMatch(/^[a-z`].*[^.]$/)
    const help = commandHelp(command)
    expect(help).toMatch(new RegExp(`^  .*npx vitest-robustness ${name}`, 'm'))
    for (const { describe: text } of Object.values(command.options)) expect(text).toMatch(/^[a-z].{5,}[^.]$/)
    expect(help.split('\n').filter((line) => line.length > WIDTH)).toEqual([])
  },
)

test('the page of all commands fits too', () => {
  expect(
    mainHelp(commandGroups)
      .split('\n')
      .filter((line) => line.length > WIDTH),
  ).toEqual([])
})
