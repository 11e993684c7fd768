/** What a file system refuses, in words: what failed, the evidence, and what to do next. */

interface SystemError {
  readonly code: string
  readonly path?: string
  readonly syscall?: string
}

type Sentence = (path: string) => string

const MOVE = 'move it away, or name another folder: robustness({ folder }) or ROBUSTNESS_FOLDER'
const elsewhere: Sentence = (path) =>
  `${path} cannot be written: give this user the right to, or name another folder: robustness({ folder }) or ROBUSTNESS_FOLDER`
const unmade: Sentence = (path) =>
  `${path} cannot be made: the disk may be read-only, or the folder above it gone; name another folder: robustness({ folder }) or ROBUSTNESS_FOLDER`
const space: Sentence = (path) =>
  `no space is left where ${path} is written: free some, then run again; what was answered until then is kept`

const SENTENCES: Readonly<Record<string, Sentence>> = {
  ENOSPC: space,
  EDQUOT: space,
  EROFS: elsewhere,
  EACCES: elsewhere,
  EPERM: elsewhere,
  EEXIST: (path) => `${path} is a file, where a folder is needed: ${MOVE}`,
  ENOTDIR: (path) => `a part of ${path} is a file, where a folder is needed: ${MOVE}`,
  EISDIR: (path) => `${path} is a folder, where a file is to be written: name another file in robustness({ reports })`,
}

/**
 * The sentence for an error of the file system, e.g. `no space is left where .robustness is written …`; `null` for any
 * other error, whose own message and stack say more.
 * @param folder what was being written, for the errors that name no path
 */
export function faultInWords(error: unknown, folder: string): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  const { code, path, syscall } = error as Error & SystemError
  // Node says so of a folder on a read-only disk whose parent is there.
  const sentence = code === 'ENOENT' && syscall === 'mkdir' ? unmade : SENTENCES[code]
  return sentence === undefined ? null : `${sentence(path ?? folder)} (${error.message})`
}
