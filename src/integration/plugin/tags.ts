import type { TestProject, Vitest } from 'vitest/node'

/** The tags that vitest's `--tags-filter` may name without a definition in the user's config. */
const TAGS = [
  { name: 'robustness', description: 'A test of a robust suite. The plugin gives the tag to each.' },
  { name: 'gating', description: 'A robust test whose claims gate. Its author writes the tag.' },
  { name: 'advisory', description: 'A robust test whose claims are advisory. Its author writes the tag.' },
]

/**
 * Defines the tags of robust tests, and gives the names of those that it defined: a tag that the config defines
 * already keeps its meaning there. Vitest hands the definitions on to the other projects.
 */
export function defineTags({ config }: TestProject, { config: root, projects }: Vitest): readonly string[] {
  const taken = new Set(
    [root, ...projects.map((project) => project.config)].flatMap(({ tags = [] }) => tags.map(nameOf)),
  )
  const own = TAGS.filter(({ name }) => !taken.has(name))
  config.tags = [...(config.tags ?? []), ...own]
  return own.map(nameOf)
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}
