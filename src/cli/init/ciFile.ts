/** Writes the file for CI: one of the templates in `docs/ci`, with the commands of the project's package manager. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../common/version.ts'
import type { Project } from './detectProject.ts'
import { managerCommands } from './packageManagers.ts'

/** A CI file to write, and what the user has to do for it. */
export interface CiFile {
  readonly file: string
  readonly text: string
  readonly note: string | null
}

/** Returns files for the CI systems that the project uses; none where it uses none. */
export async function ciFiles(project: Project): Promise<readonly CiFile[]> {
  const files: CiFile[] = []
  if (project.github) {
    const text = await template('github-actions-one-job.yml')
    files.push({ file: '.github/workflows/robustness.yml', text: forManager(text, project), note: null })
  }
  if (project.gitlab !== null) {
    const file = '.gitlab/robustness.gitlab-ci.yml'
    const included = project.gitlab.text.includes(file)
    const note = `.gitlab-ci.yml is yours: add these two lines to it\n  include:\n    - local: ${file}`
    files.push({
      file,
      text: forManager(await template('gitlab-ci-one-job.yml'), project),
      note: included ? null : note,
    })
  }
  return files
}

/** Reads a template without its first comment, which says how to copy it. */
async function template(name: string): Promise<string> {
  const text = await readFile(join(packageFolder(), 'docs/ci', name), 'utf8')
  return text.replace(/^(?:#.*\n)+/, '')
}

function forManager(text: string, { manager }: Pick<Project, 'manager'>): string {
  const { run, install, enable, cache } = managerCommands[manager]
  return text
    .replaceAll(/^( *)- run: npm ci\n/gm, (_, blanks: string) => `${blanks}- run: ${install}\n`)
    .replaceAll(/^( *)- npm ci .*\n/gm, (line, blanks: string) =>
      manager === 'npm' ? line : `${blanks}- ${enable}\n${blanks}- ${install}\n`,
    )
    .replaceAll(/^( *)- uses: actions\/setup-node.*\n/gm, (line, blanks: string) =>
      enable === null ? line : `${blanks}- run: ${enable}\n${line}`,
    )
    .replace(/^ *cache:\n *key: robustness-npm\n *paths: .*\n/m, (lines) => (manager === 'npm' ? lines : ''))
    .replaceAll(/^ *cache: npm\n/gm, (line) => (cache === null ? '' : line.replace('npm', cache)))
    .replaceAll(/\bnpx (?=vitest)/g, `${run} `)
}
