/**
 * Plays a composite action as a GitHub runner would: expressions are evaluated by GitHub's own evaluator, scripts run in a
 * bash of their own with the environment that the action gives them. Actions that it uses are noted and not run. For tests.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { parse } from 'yaml'

interface Step {
  readonly id?: string
  readonly name: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly steps: readonly Step[] }
}

export interface Stage {
  /** The inputs that a workflow gives the action. */
  readonly inputs: Readonly<Record<string, string>>
  /** The context `github`. */
  readonly github: unknown
  readonly workspace: string
  readonly temporary: string
  readonly env: NodeJS.ProcessEnv
}

export interface Played {
  readonly succeeded: boolean
  readonly outputs: Readonly<Record<string, string>>
  /** Steps that were not skipped, by name: what they printed and their exit code, or what they gave the action they use. */
  readonly steps: Readonly<Record<string, PlayedStep>>
}

interface PlayedStep {
  readonly code: number | null
  readonly output: string
  readonly with?: Readonly<Record<string, string>>
}

/** Reads the action's file and plays its steps in their order. */
export async function playAction(file: string, { inputs, github, workspace, temporary, env }: Stage): Promise<Played> {
  const action = parse(readFileSync(file, 'utf8')) as Action
  const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]))
  const given = { ...defaults, ...inputs }
  const outputs: Record<string, { outputs: Record<string, string> }> = {}
  const steps: Record<string, PlayedStep> = {}
  let succeeded = true
  const fill = (text: string): string =>
    String(text).replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => evaluate(expression).coerceString())
  const evaluate = (expression: string) => evaluateIn({ github, inputs: given, steps: outputs }, succeeded, expression)

  for (const step of action.runs.steps) {
    const condition = (step.if ?? 'true').replace(/^\s*\$\{\{(.*)\}\}\s*$/, '$1')
    const always = /\b(always|cancelled|failure|success)\(\)/.test(condition)
    const wanted = evaluate(condition).coerceString()
    if (!['true', 'false'].includes(wanted)) throw new Error(`${step.name}: "${condition}" is ${wanted}`)
    if (wanted === 'false' || (!always && !succeeded)) continue
    if (step.uses !== undefined) {
      const filled = Object.entries(step.with ?? {}).map(([name, text]) => [name, fill(text)])
      steps[step.name] = { code: 0, output: '', with: Object.fromEntries(filled) as Record<string, string> }
      continue
    }
    const folder = mkdtempSync(join(temporary, 'step-'))
    const output = join(folder, 'output')
    writeFileSync(output, '')
    writeFileSync(join(folder, 'script.sh'), step.run ?? '')
    const own = Object.entries(step.env ?? {}).map(([name, text]) => [name, fill(text)])
    const played = await shell(join(folder, 'script.sh'), join(workspace, fill(step['working-directory'] ?? '.')), {
      ...env,
      ...(Object.fromEntries(own) as Record<string, string>),
      GITHUB_OUTPUT: output,
    })
    steps[step.name] = played
    if (step.id !== undefined) outputs[step.id] = { outputs: readOutput(readFileSync(output, 'utf8')) }
    if (played.code !== 0) succeeded = false
  }
  const own = Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value)])
  return { succeeded, outputs: Object.fromEntries(own) as Record<string, string>, steps }
}

function evaluateIn(contexts: Readonly<Record<string, unknown>>, succeeded: boolean, expression: string) {
  const states = { success: succeeded, failure: !succeeded, always: true, cancelled: false }
  const functions = Object.entries(states).map(([name, is]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(is),
  }))
  const tokens = new Lexer(expression.trim()).lex().tokens
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse()
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
  return new Evaluator(parsed, values, new Map(functions.map((one) => [one.name, one]))).evaluate()
}

function readOutput(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '')
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

function shell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<PlayedStep> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], { cwd, env })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}
