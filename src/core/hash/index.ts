export { canonicalJson, canonicalSha256 } from './canonicalJson.ts'
export { sha256 } from './sha256.ts'
