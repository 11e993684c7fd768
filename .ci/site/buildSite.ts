/** The documentation as a site of static files: the pages of the repository, put together and built by VitePress. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isPicture, PICTURES, siteText } from './links.ts'
import { llmsText } from './llms.ts'
import { allPages } from './pages.ts'

const ROOT = join(import.meta.dirname, '../..')
const GENERATOR = join(import.meta.dirname, 'node_modules/vitepress/bin/vitepress.js')

/**
 * Builds the site and returns its folder. `base` is the path under which it will be served. A link to a page that is not there
 * ends the build. The generator is installed where it is missing, from its own lock file.
 */
export function buildSite({ folder = join(ROOT, '.robustness/site'), base = '/' } = {}): string {
  if (!existsSync(GENERATOR)) run('npm', ['ci', '--ignore-scripts', '--include=dev'], import.meta.dirname)
  const pages = join(folder, 'pages')
  const out = join(folder, 'dist')
  assemble(pages)
  run(process.execPath, [GENERATOR, 'build', pages, '--outDir', out, '--base', base], import.meta.dirname)
  return out
}

/** Writes the pages with the site's links, the pictures, `llms.txt` and the plain pages that it names. */
function assemble(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  const written = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const page of allPages()) {
    const text = siteText(readFileSync(join(ROOT, page.file), 'utf8'), page.file)
    written(`${page.path}.md`, text)
    written(`public/${page.path}.md`, text)
  }
  written(
    'public/llms.txt',
    llmsText(({ path }) => `${path}.md`),
  )
  for (const { from, to } of PICTURES)
    cpSync(join(ROOT, from), join(folder, 'public', to), { recursive: true, filter: isCopied })
  // Compiled pages import Vue, and the folder may be anywhere.
  symlinkSync(join(import.meta.dirname, 'node_modules'), join(folder, 'node_modules'), 'junction')
  // By a variable, so that the generator's bundler leaves the module to Node.
  const config = pathToFileURL(join(import.meta.dirname, 'config.ts')).href
  written(
    '.vitepress/config.mjs',
    `const path = ${JSON.stringify(config)}\nexport default (await import(path)).siteConfig()\n`,
  )
}

/** Says whether a file or folder goes into the copy of a folder with pictures. */
function isCopied(file: string): boolean {
  return isPicture(file) || statSync(file).isDirectory()
}

function run(command: string, args: readonly string[], cwd: string): void {
  // A test runner's own mode would build pages for debugging.
  const env = { ...process.env, NODE_ENV: 'production' }
  try {
    execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
  }
}
