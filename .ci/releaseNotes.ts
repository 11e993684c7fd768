/**
 * Prints the changelog's section of a release, for GitHub. Refuses a tag that is not the package's version, a version that the
 * changelog has no section of, and changes that are still unreleased. `node .ci/releaseNotes.ts v1.2.3`
 */
import { readFileSync } from 'node:fs'

const [tag = ''] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const sections = new Map(
  readFileSync('CHANGELOG.md', 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [/^[^\s]*/.exec(section)?.[0] ?? '', section.replace(/^.*\n/, '').trim()]),
)
const notes = sections.get(version) ?? ''
const fault =
  tag === `v${version}`
    ? (sections.get('Unreleased') ?? '') === ''
      ? notes === ''
        ? `CHANGELOG.md has no section "## ${version}", or it is empty`
        : null
      : `CHANGELOG.md has changes under "Unreleased": put them under "## ${version}"`
    : `the tag is ${tag}, and package.json has version ${version}`
if (fault === null) console.log(notes)
else {
  console.error(`Not released: ${fault}`)
  process.exitCode = 1
}
