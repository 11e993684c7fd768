import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../core/words/index.ts'
import { fromFolder } from './fromFolder.ts'

const T5 = {
  'config.json': '{"is_encoder_decoder":true,"relative_attention_num_buckets":32,"n_positions":512}',
  'tokenizer.json': '{}',
  'tokenizer_config.json': '{}',
  'onnx/encoder_model_quantized.onnx': 'e',
  'onnx/decoder_model_merged_quantized.onnx': 'd',
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'robustness-model-'))
  await mkdir(join(folder, 'onnx'))
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
  return folder
}

describe('fromFolder', () => {
  it('takes the digest of what shapes an answer for the revision, wherever the folder lies', async () => {
    const [one, copy] = await Promise.all([folderOf(T5), folderOf({ ...T5, 'README.md': 'other' })])
    const release = fromFolder(one, { model: 'tiny' })
    expect(release).toMatchObject({ endpointKind: 'local', endpoint: 'local:tiny', model: 'tiny', concurrency: 1 })
    expect(release.parameters).toEqual({ maxNewTokens: 32, dtype: 'q8' })
    expect(release.revision).toMatch(/^[0-9a-f]{64}$/)
    expect(fromFolder(copy).revision).toBe(release.revision)
    const changed = await Promise.all(
      Object.entries(T5).map(([name, text]) => folderOf({ ...T5, [name]: name === 'config.json' ? `${text} ` : 'x' })),
    )
    const revisions = changed.map((folder) => fromFolder(folder).revision)
    expect(new Set([release.revision, ...revisions]).size).toBe(6)
  })

  it('says what a folder lacks, and what it holds', async () => {
    expect(() => fromFolder('no/such/folder')).toThrow(/there is no folder .*no\/such\/folder/)
    expect(() => fromFolder(join(tmpdir(), 'x'), { maxNewTokens: 0 })).toThrow('whole number from 1')
    const { 'onnx/decoder_model_merged_quantized.onnx': _, ...rest } = T5
    const folder = await folderOf(rest)
    expect(() => fromFolder(folder)).toThrow(UsageError)
    expect(() => fromFolder(folder)).toThrow(
      /lacks onnx\/decoder_model_merged_quantized.onnx \(expected for q8: .*; found: config.json, onnx\/encoder/,
    )
    expect(() => fromFolder(folder, { dtype: 'fp16' })).toThrow('onnx/encoder_model_fp16.onnx')
    expect(() => fromFolder(folder, { dtype: 'q9' })).toThrow('dtype "q9" is none of fp32')
    const [empty, broken] = await Promise.all([folderOf({}), folderOf({ 'config.json': '{' })])
    expect(() => fromFolder(empty)).toThrow(/config.json is not there \(found: nothing\)/)
    expect(() => fromFolder(broken)).toThrow('is not JSON')
  })
})
