import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { inflateRawSync, zstdDecompressSync } from 'node:zlib'
import { messageOf } from '../../../core/text/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import { userPath } from '../../../sources/files/userPath.ts'
import { bag, brokenOff, textOf, type FileRecord } from '../formats/_internal/record.ts'
import { parsePythonJson, type RecordFile } from './recordFile.ts'

/** A file inside of an archive. */
interface Member {
  readonly name: string
  /** The method of compression, by its number in the zip format. */
  readonly method: number
  readonly packed: number
  readonly size: number
  /** The offset of its own header. */
  readonly at: number
}

/**
 * Opens an inspect_ai log as it is written by default, a zip: `samples/*.json`, one sample each, and `header.json` with
 * task and model (`_journal/start.json` of a run that was broken off; `start.json` in the first versions of the form).
 * A sample that is there twice was written again, and the last one counts. Samples are read one at a time. Throws
 * `UsageError` for an archive of something else.
 */
export function openArchive(path: string): RecordFile {
  const absolute = resolve(path)
  const file = userPath(absolute)
  const members = new Map(directoryOf(absolute, file).map((member) => [member.name, member]))
  const header = ['header.json', '_journal/start.json', 'start.json'].map((name) => members.get(name)).find(Boolean)
  const samples = [...members.values()].filter(({ name }) => /^samples\/.+\.json$/.test(name))
  if (header === undefined)
    throw new UsageError(`${file} is a zip archive, and no inspect_ai log: it has no header.json. Unpack it first`)
  const head = bag(jsonOf(absolute, file, header))
  const { model, task } = bag(head['eval'])
  function* records(): Generator<FileRecord> {
    for (const [index, member] of samples.entries()) yield { line: index + 1, value: jsonOf(absolute, file, member) }
  }
  return {
    file,
    sha256: () => createHash('sha256').update(readFileSync(absolute)).digest('hex'),
    kind: 'inspect',
    model: textOf(model) ?? null,
    task: textOf(task) ?? null,
    // Only a run that ended writes the header.
    ...brokenOff(header.name === 'header.json' ? head['status'] : 'started'),
    records: { [Symbol.iterator]: records },
  }
}

const END = 0x06054b50
const END_64 = 0x06064b50
const END_64_LOCATOR = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50

/**
 * Returns the members by the directory at the archive's end (APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16, zip64
 * included).
 */
function directoryOf(absolute: string, file: string): Member[] {
  const { size } = statSync(absolute)
  // The end record is 22 bytes with a comment of at most 65,535 after it; its zip64 locator is 20 bytes before it.
  const tail = bytesAt(absolute, Math.max(0, size - 65_577), Math.min(size, 65_577))
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || tail.readUInt32LE(end) !== END) throw cutOff(file)
  let [length, start] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  if (end >= 20 && tail.readUInt32LE(end - 20) === END_64_LOCATOR) {
    const whole = bytesAt(absolute, Number(tail.readBigUInt64LE(end - 12)), 56)
    if (whole.length < 56 || whole.readUInt32LE(0) !== END_64) throw cutOff(file)
    ;[length, start] = [Number(whole.readBigUInt64LE(40)), Number(whole.readBigUInt64LE(48))]
  }
  const directory = bytesAt(absolute, start, length)
  const members: Member[] = []
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== ENTRY) throw cutOff(file)
    const [names, extras, comment] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    const extra = directory.subarray(at + 46 + names, at + 46 + names + extras)
    const [full, packed, local] = wide(extra, [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ])
    const name = directory.toString('utf8', at + 46, at + 46 + names)
    members.push({ name, method: directory.readUInt16LE(at + 10), size: full!, packed: packed!, at: local! })
    at += 46 + names + extras + comment
  }
  return members
}

/** Reads numbers that do not fit into 32 bits from the extra field 1, which holds only those, in this order. */
function wide(extra: Buffer, numbers: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    return numbers.map((number) => {
      if (number !== 0xffffffff) return number
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    })
  }
  return [...numbers]
}

function jsonOf(absolute: string, file: string, member: Member): unknown {
  try {
    return parsePythonJson(unpack(absolute, file, member).toString('utf8'))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw Object.assign(new UsageError(`${file}: ${member.name} cannot be read: ${messageOf(error)}`), { cause: error })
  }
}

/** The largest member, in bytes: a sample with its whole conversation. */
const MOST_BYTES = 1 << 28

function unpack(absolute: string, file: string, { name, method, packed, size, at }: Member): Buffer {
  if (size > MOST_BYTES) throw new UsageError(`${file}: ${name} is larger than ${MOST_BYTES} bytes`)
  const head = bytesAt(absolute, at, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) throw cutOff(file)
  const bytes = bytesAt(absolute, at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), packed)
  if (bytes.length < packed) throw cutOff(file)
  const limit = { maxOutputLength: MOST_BYTES }
  if (method === 0) return bytes
  if (method === 8) return inflateRawSync(bytes, limit)
  if (method === 93) return zstdDecompressSync(bytes, limit)
  throw new UsageError(
    `${file}: ${name} is compressed by the zip method ${method}, which is none of stored, deflated and zstd. ` +
      'Convert the log first: inspect log convert <file>.eval --to json --output-dir <folder>',
  )
}

function cutOff(file: string): UsageError {
  return new UsageError(`${file} is a zip archive that is damaged or cut off: fetch it again`)
}

function bytesAt(absolute: string, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  const handle = openSync(absolute, 'r')
  try {
    return buffer.subarray(0, readSync(handle, buffer, 0, length, position))
  } finally {
    closeSync(handle)
  }
}
