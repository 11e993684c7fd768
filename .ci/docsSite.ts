/** Builds the documentation's site: `npm run docs:build`, or `npm run docs:build -- --base /vitest-robustness/` for a subfolder. */
import { parseArgs } from 'node:util'
import { buildSite } from './site/buildSite.ts'

const { values } = parseArgs({ options: { base: { type: 'string', default: '/' } } })
console.log(`The site is in ${buildSite({ base: values.base })}`)
