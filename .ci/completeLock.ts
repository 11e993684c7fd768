/**
 * Completes package-lock.json after an install from a registry that does not carry every platform's binaries: npm then
 * leaves their optional packages out, and `npm ci` refuses the lock everywhere. An entry needs version, os and cpu only;
 * npm fetches it on its own platform and nowhere else. Run after every change of dependencies: npm run lock
 *
 * It also takes the mark of an install script off packages whose script is not wanted: npm 10 then does not run
 * onnxruntime-node's, which downloads CUDA, and npm 11 has nothing to warn of. A key in .npmrc would do for npm 10 alone,
 * and npm 11 warns of keys that it does not know.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Entry {
  version: string
  optionalDependencies?: Record<string, string>
  [key: string]: unknown
}

const FILE = 'package-lock.json'
const lock = JSON.parse(readFileSync(FILE, 'utf8')) as { packages: Record<string, Entry> }
const { packages } = lock
const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'wasm32']
const UNWANTED_SCRIPTS = ['onnxruntime-node', 'protobufjs']
const added: string[] = []

for (const [place, { optionalDependencies = {} }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const [, os, cpu = '', abi] = new RegExp(`-(${OS.join('|')})-([a-z0-9]+)(?:-(\\w+))?$`).exec(name) ?? []
    if (!os || !/^\d/.test(range) || found(place, name)) continue
    const beside = sibling(place, optionalDependencies)
    const libc = abi?.startsWith('gnu') ? ['glibc'] : abi?.startsWith('musl') ? ['musl'] : undefined
    packages[`${beside}node_modules/${name}`] = {
      version: range,
      cpu: [cpu],
      ...(place === '' ? {} : { dev: true }),
      ...(libc && os === 'linux' ? { libc } : {}),
      optional: true,
      os: [os],
    }
    added.push(`${beside}node_modules/${name}`)
  }
}

for (const name of UNWANTED_SCRIPTS) delete packages[`node_modules/${name}`]?.['hasInstallScript']

lock.packages = Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))))
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${FILE}: ${added.length} platform packages added`)

/** Says whether npm would find the package from `place`: there, or in any folder above. */
function found(place: string, name: string): boolean {
  for (let above = place; ; above = above.slice(0, Math.max(0, above.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${above === '' ? '' : `${above}/`}node_modules/${name}`]) return true
    if (above === '') return false
  }
}

/** Returns the folder that holds the package's other platforms, with a slash at its end. */
function sibling(place: string, names: Readonly<Record<string, string>>): string {
  for (const name of Object.keys(names)) {
    for (const folder of [`${place}/`, place.replace(/node_modules\/(?:@[^/]+\/)?[^/]+$/, '')]) {
      if (packages[`${folder}node_modules/${name}`]) return folder
    }
  }
  return ''
}
