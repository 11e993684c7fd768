/** Builds `dist`: `compile.ts` says how. */
import { compile } from './compile.ts'

process.exitCode = await compile('dist')
