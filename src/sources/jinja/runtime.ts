import * as jinja from '@huggingface/jinja'

/** A node of a template's syntax tree. */
export interface Node {
  readonly type: string
  readonly [part: string]: unknown
}

/** A value while a template runs. */
export interface Value {
  readonly type: string
  value: unknown
}

/** The variables that a template sees. */
export interface Environment {
  set(name: string, value: unknown): Value
}

interface Evaluator {
  run(program: Node): Value
  evaluate(statement: Node | undefined, environment: Environment): Value
}

interface Runtime {
  readonly Environment: new () => Environment
  readonly Interpreter: new (environment: Environment) => Evaluator
  readonly parse: (tokens: unknown) => Node
  readonly tokenize: (source: string) => unknown
}

/** The parts of @huggingface/jinja below its `Template`: its declarations of them don't resolve under Node's rules. */
export const { Environment, Interpreter, parse, tokenize } = jinja as unknown as Runtime
