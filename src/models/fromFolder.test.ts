import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { UsageError, type Release } from '../core/types/index.ts'
import { chatMessages, chatTemplate } from './formats/index.ts'
import { fromFolder } from './fromFolder.ts'
import { releaseContract } from './releaseContract.ts'

const T5 = {
  'config.json': '{"is_encoder_decoder":true,"relative_attention_num_buckets":32,"n_positions":512}',
  'tokenizer.json': '{}',
  'tokenizer_config.json': '{}',
  'onnx/encoder_model_quantized.onnx': 'e',
  'onnx/decoder_model_merged_quantized.onnx': 'd',
}

/**
 * A causal model whose next token depends on the last one alone: the -> cat -> sat -> end. A graph of six operators
 * (Gather of a 5 by 5 table; Cast, Unsqueeze and Mul make zeros that Concat appends to the past).
 */
const GRAPH = [
  'CAgSADrhBQovCgV0YWJsZQoJaW5wdXRfaWRzEgZsb2dpdHMiBkdhdGhlcioLCgRheGlzGACgAQIKHwoJaW5wdXRfaWRzEgFmIgRD',
  'YXN0KgkKAnRvGAGgAQIKFwoBZgoEYXhlcxIBdSIJVW5zcXVlZXplChIKAXUKBXplcm9zEgF6IgNNdWwKPgoVcGFzdF9rZXlfdmFs',
  'dWVzLjAua2V5CgF6Eg1wcmVzZW50LjAua2V5IgZDb25jYXQqCwoEYXhpcxgCoAECCkIKF3Bhc3Rfa2V5X3ZhbHVlcy4wLnZhbHVl',
  'CgF6Eg9wcmVzZW50LjAudmFsdWUiBkNvbmNhdCoLCgRheGlzGAKgAQISAWcqcwgFCAUQAUIFdGFibGVKZAAAAAAAAIA/AAAAAAAA',
  'AAAAAAAAAAAAAAAAgD8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA/AAAAAAAAgD8A',
  'AAAAAAAAAAAAAAAqHAgCEAdCBGF4ZXNKEAEAAAAAAAAAAwAAAAAAAAAqIwgBCAEIAQgEEAFCBXplcm9zShAAAAAAAAAAAAAAAAAA',
  'AAAAWh0KCWlucHV0X2lkcxIQCg4IBxIKCgMSAUIKAxIBU1oiCg5hdHRlbnRpb25fbWFzaxIQCg4IBxIKCgMSAUIKAxIBQVoxChVw',
  'YXN0X2tleV92YWx1ZXMuMC5rZXkSGAoWCAESEgoDEgFCCgIIAQoDEgFQCgIIBFozChdwYXN0X2tleV92YWx1ZXMuMC52YWx1ZRIY',
  'ChYIARISCgMSAUIKAggBCgMSAVAKAggEYh4KBmxvZ2l0cxIUChIIARIOCgMSAUIKAxIBUwoCCAViKQoNcHJlc2VudC4wLmtleRIY',
  'ChYIARISCgMSAUIKAggBCgMSAUEKAggEYisKD3ByZXNlbnQuMC52YWx1ZRIYChYIARISCgMSAUIKAggBCgMSAUEKAggEQgQKABAO',
].join('')

const CAUSAL = {
  'config.json': JSON.stringify({
    model_type: 'gpt2',
    architectures: ['GPT2LMHeadModel'],
    n_layer: 1,
    n_head: 1,
    n_embd: 4,
    n_positions: 8,
    vocab_size: 5,
    eos_token_id: 1,
    bos_token_id: 1,
  }),
  'generation_config.json': '{"eos_token_id":1,"pad_token_id":0}',
  'tokenizer_config.json': '{"tokenizer_class":"PreTrainedTokenizerFast","eos_token":"<eos>","pad_token":"<pad>"}',
  'tokenizer.json': JSON.stringify({
    version: '1.0',
    added_tokens: [{ id: 1, content: '<eos>', special: true }],
    normalizer: null,
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab: { '<pad>': 0, '<eos>': 1, the: 2, cat: 3, sat: 4 }, unk_token: '<pad>' },
  }),
  'onnx/model.onnx': Buffer.from(GRAPH, 'base64'),
}

async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'robustness-model-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await mkdir(join(folder, 'onnx'))
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
  return folder
}

describe('fromFolder', () => {
  it('takes the digest of what shapes an answer for the revision, wherever the folder is', async () => {
    const [one, copy] = await Promise.all([folderOf(T5), folderOf({ ...T5, 'README.md': 'other' })])
    const release = fromFolder(one, { model: 'tiny' })
    expect(release).toMatchObject({ endpointKind: 'local', endpoint: 'local:tiny', model: 'tiny' })
    expect(release.concurrency).toBe(2 * availableParallelism())
    expect(fromFolder(one, { concurrency: 3 }).concurrency).toBe(3)
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

  it('stops the run where the files cannot be loaded', async () => {
    const broken = fromFolder(await folderOf(T5))
    await expect(ask(broken, 'the')).rejects.toThrow(UsageError)
    await expect(ask(broken, 'the')).rejects.toThrow(/robustness-model-.* cannot be loaded: /)
  })

  it('runs a causal model, and returns only what it adds', async () => {
    const folder = await folderOf(CAUSAL)
    const open = () => fromFolder(folder, { dtype: 'fp32', model: 'chain' })
    expect(await releaseContract(open, 'the')).toEqual([])
    const release = open()
    const who = { model: 'chain', revision: release.revision }
    expect(await ask(release, 'the')).toEqual({
      text: 'cat sat',
      finish: 'stop',
      tokens: { input: 1, output: 3 },
      who,
    })
    expect(await ask(release, 'the cat')).toMatchObject({ text: 'sat', tokens: { input: 2, output: 2 } })
    expect(await ask(release, 'sat')).toMatchObject({ text: '', finish: 'stop' })
    const short = fromFolder(folder, { dtype: 'fp32', maxNewTokens: 1 })
    expect(await ask(short, 'the')).toMatchObject({ text: 'cat', finish: 'length' })
    expect(await ask(release, 'the '.repeat(9))).toEqual({
      outcome: 'too_long',
      reason: 'the prompt has more than 8 tokens',
      who,
    })
  })

  it('computes one after another what is asked at once; what is aborted meanwhile is not computed', async () => {
    const release = fromFolder(await folderOf(CAUSAL), { dtype: 'fp32', model: 'chain' })
    const stop = new AbortController()
    const ended: string[] = []
    const asked = [
      ask(release, 'the').finally(() => ended.push('first')),
      ask(release, 'the cat', stop.signal).finally(() => ended.push('aborted')),
      ask(release, 'sat').finally(() => ended.push('last')),
    ]
    stop.abort(new Error('not wanted'))
    expect(await Promise.allSettled(asked)).toMatchObject([
      { value: { text: 'cat sat' } },
      { reason: { message: 'not wanted' } },
      { value: { text: '' } },
    ])
    expect(ended.filter((one) => one !== 'aborted')).toEqual(['first', 'last'])
  })

  it("puts a task's system text into the model's own chat template", async () => {
    const chat = '{% for message in messages %}{{ message.content }} {% endfor %}'
    const folder = await folderOf({ ...CAUSAL, 'chat_template.jinja': chat })
    const release = fromFolder(folder, { dtype: 'fp32', format: chatTemplate(folder) })
    const prompt = release.format.renderChat?.({ system: 'sat sat', question: 'the cat' }) ?? ''
    expect(prompt).toBe('sat sat the cat ')
    expect(await ask(release, prompt)).toMatchObject({ text: 'sat', tokens: { input: 4 } })
    expect(() => fromFolder(folder, { dtype: 'fp32', format: chatMessages() })).toThrow('take chatTemplate(folder)')
  })
})

function ask(release: Release, prompt: string, signal = new AbortController().signal) {
  return release.ask({ prompt, seed: 1, trial: 0, signal })
}
