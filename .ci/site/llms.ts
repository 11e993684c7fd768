/** `llms.txt`: the pages with a line about each, for language models and whoever reads plain text. */
import manifest from '../../package.json' with { type: 'json' }
import { REPOSITORY } from './links.ts'
import { HOME, type Page, sections } from './pages.ts'

/** The text of `llms.txt`; `linkTo` says where a page is for its reader. */
export function llmsText(linkTo: (page: Page) => string): string {
  const line = (page: Page): string => `- [${page.title}](${linkTo(page)})${page.about && `: ${page.about}`}\n`
  return [
    `# ${manifest.name}`,
    `> ${manifest.description}`,
    `Install: \`npm install --save-dev vitest ${manifest.name}\`. Set up: \`npx ${manifest.name} init\`. All commands: \`npx ${manifest.name} --help\`.`,
    line(HOME),
    ...sections().map(({ title, pages }) => `## ${title}\n\n${pages.map(line).join('')}`),
  ]
    .join('\n\n')
    .replaceAll('\n\n\n', '\n\n')
}

/** The same as it is shipped in `docs/llms.txt`: beside the guides, and by address where a page is not shipped. */
export function shippedLlmsText(): string {
  return llmsText(({ file }) => {
    if (file.startsWith('docs/')) return file.slice('docs/'.length)
    return isShipped(file) ? `../${file}` : `${REPOSITORY}/blob/main/${file}`
  })
}

function isShipped(file: string): boolean {
  return manifest.files.some((own) => file === own || file.startsWith(`${own}/`))
}
