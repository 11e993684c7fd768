export { canonicalJson, canonicalSha256, sha256 } from './canonicalJson.ts'
export { answerHash, isStoredAnswerHash, storedAnswerHash } from './answerHash.ts'
export { evidenceHash, evidenceText, HASH_DIGITS_IN_NAME } from './evidenceHash.ts'
export { orderedJson } from './orderedJson.ts'
