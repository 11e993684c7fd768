/** `docs/api.md`: every public name with its declaration, doc comment and example, as the sources have them. */
import { memberDocs, publicNames, type PublicName } from '../../src/publicExamples.testing.ts'

/** The entries in the order of the page. */
const ENTRIES = {
  index: ['vitest-robustness', 'What suites import: tasks, and what plugins of your own are declared with.'],
  plugin: ['vitest-robustness/plugin', 'What `vitest.config.ts` imports.'],
  models: ['vitest-robustness/models', 'What modules of releases import: adapters and prompt formats.'],
  matchers: ['vitest-robustness/matchers', 'What puts claims of your own on `expect`.'],
} as const

/** The text of the page. */
export function apiPage(): string {
  const names = publicNames()
  const entries = Object.entries(ENTRIES).map(([entry, [path, about]]) => {
    const own = names.filter((name) => name.entry === entry)
    const values = own.filter(({ isType }) => !isType).map(entryOf)
    const types = own.filter(({ isType }) => isType).map(entryOf)
    return paragraphs([
      `## ${path}`,
      about,
      paragraphs(values),
      types.length > 0 ? `## Types of ${path}` : '',
      paragraphs(types),
    ])
  })
  return `${paragraphs([
    '# API',
    `Made from the sources by \`npm run list\`; a test holds the page to them, compiles every example, and runs those that need no
suite around them. \`expression // => value\` is an assertion there. [docs/list.md](list.md) has the names alone.`,
    '## Matchers',
    'What a suite finds on `expect(release().on(task))`, each also behind `.not`; [claims](claims.md) says what they mean.',
    ...memberDocs('src/claims/index.ts', 'claimKinds').map((member) => memberOf(member)),
    ...entries,
    '## Fixed-size statistics',
    'What `companions(run)` has for a measured run; on the data of a gate they throw.',
    ...memberDocs('src/core/statistics/companions.ts', 'FIXED').map((member) => memberOf(member)),
  ])}\n`
}

function entryOf({ name, declaration, doc, examples }: PublicName): string {
  return paragraphs([`### ${name}`, doc, code(declaration), ...examples.map(code)])
}

function memberOf({ name, doc, examples }: Pick<PublicName, 'name' | 'doc' | 'examples'>): string {
  return paragraphs([`### ${name}`, doc, ...examples.map(code)])
}

/** `src/docs.test.ts` compiles blocks of `ts`, which are files; these are parts, and are compiled by their own test. */
function code(text: string): string {
  return text === '' ? '' : `\`\`\`typescript\n${text}\n\`\`\``
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}
