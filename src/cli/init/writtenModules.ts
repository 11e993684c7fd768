/** Writes the modules of `init`: the plugin's call, a whole config, and the releases. */
import { VARIABLES } from '../../core/environment/index.ts'
import { IMPORT } from './extendConfig.ts'
import { FOLDER, type Starter, type StarterRelease } from './starter.ts'

/**
 * Writes the call of the plugin for a starter, its lines after the first not indented. `extension` is that of the modules.
 */
export function pluginCall({ name, releases, candidate, seen }: Starter, extension: string): string {
  const others = releases.filter((release) => release.made !== null && release.name !== candidate)
  return [
    'robustness({',
    '  releases: {',
    ...releases.map((release) => `    ${releaseEntry(name, release, extension)}`),
    '  },',
    `  candidate: '${candidate}',`,
    ...others.map(
      (other) =>
        `  // candidate: '${other.name}', // in place of the line above; for one run: ${VARIABLES.release}=${other.name}`,
    ),
    ...(seen === undefined
      ? []
      : [`  seen: [${seen.map((id) => `'${id}'`).join(', ')}], // the wordings that the releases know`]),
    `  // baseline: 'baselines/${name}', // take this line in, then: npx vitest-robustness baseline accept`,
    '  live: false, // `vitest run` and watch mode ask no endpoint; `vitest-robustness gate` and CI do',
    '})',
  ].join('\n')
}

/** Names the module that exports a release of a starter, as the config names it. */
export function releaseModule(starter: string, { made }: StarterRelease, extension: string): string {
  return `./${FOLDER}/${made === null ? `${starter}/` : ''}releases.${extension}`
}

/** Writes a release as an entry of the config. */
export function releaseEntry(starter: string, release: StarterRelease, extension: string): string {
  return `${release.name}: '${releaseModule(starter, release, extension)}#${release.name}',`
}

/** Writes a whole config. */
export function newConfig(call: string): string {
  const lines = call.split('\n').map((line) => `    ${line}`)
  return `import { defineConfig } from 'vitest/config'
${IMPORT}

export default defineConfig({
  plugins: [
${lines.join('\n')},
  ],
})
`
}

/** Writes the module of the releases: each is a function, so that only what a suite asks is made. */
export function releasesModule(releases: readonly StarterRelease[]): string {
  const adapters = [...new Set(releases.flatMap(({ made }) => made?.adapter ?? []))].toSorted()
  return `import { ${adapters.join(', ')} } from 'vitest-robustness/models'
${releases.map(releaseExport).join('')}`
}

/** Writes one release as that module exports it; empty where the starter brings it. */
export function releaseExport({ name, about, made }: StarterRelease): string {
  if (made === null) return ''
  return `\n/** ${about.replaceAll('*/', '* /')} */\nexport const ${name} = () =>\n  ${made.adapter}(${made.call.replaceAll('\n', '\n  ')})\n`
}

/**
 * Returns a module of a pack for a project of JavaScript: without the types of parameters, the only ones that packs write.
 */
export function withoutTypes(module: string): string {
  return module.replaceAll(/([(,]\s*\w+): (?:string|number|boolean)\b/g, '$1')
}
