/** VitePress's configuration. Nothing of it names another host: fonts, icons and the search index are part of the site. */
import manifest from '../../package.json' with { type: 'json' }
import { anchorOf } from './links.ts'
import { sections } from './pages.ts'

/** The configuration for a folder of assembled pages. */
export function siteConfig() {
  return {
    title: manifest.name,
    description: manifest.description,
    // An empty icon: browsers would ask for favicon.ico.
    // The plain pages that llms.txt names are carried as they are.
    srcExclude: ['public/**'],
    head: [['link', { rel: 'icon', href: 'data:,' }]],
    markdown: { anchor: { slugify: anchorOf }, config: keepBraces },
    themeConfig: {
      search: { provider: 'local' },
      outline: [2, 3],
      sidebar: sections().map(({ title, pages }) => ({
        text: title,
        collapsed: title === 'Decisions',
        items: pages.map((page) => ({ text: page.title, link: `/${page.path.replace(/index$/, '')}` })),
      })),
    },
  }
}

/** The parts of markdown-it that are used here. */
interface Markdown {
  readonly renderer: { readonly rules: Record<string, Rule | undefined> }
}
type Rule = (
  tokens: readonly { attrSet(name: string, value: string): void }[],
  index: number,
  ...rest: unknown[]
) => string

/** Vue would put values in place of `{{passage}}`: in code it shows it as it is. */
function keepBraces({ renderer: { rules } }: Markdown): void {
  const plain = rules['code_inline']
  if (!plain) throw new Error('markdown-it has no rule code_inline')
  rules['code_inline'] = (tokens, index, ...rest) => {
    tokens[index]?.attrSet('v-pre', '')
    return plain(tokens, index, ...rest)
  }
}
