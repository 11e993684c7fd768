import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkAttestations } from './attestation.ts'

const HASH = 'a'.repeat(64)
const TYPE = 'application/vnd.in-toto+json'
const pairs = {
  ecdsa: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed25519: generateKeyPairSync('ed25519'),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

const pem = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }))

/** An attestation as cosign and CI make it: a statement about a sha256 in a DSSE envelope in a Sigstore bundle. */
function bundleOf(key: KeyObject, sha256 = HASH, material: object = { publicKey: { hint: 'h' } }) {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'evidence.json', digest: { sha256 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: { builder: 'ci' },
  }
  const body = Buffer.from(JSON.stringify(statement))
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${TYPE.length} ${TYPE} ${body.length} `), body])
  const sig = sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', signed, key).toString('base64')
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: material,
    dsseEnvelope: { payload: body.toString('base64'), payloadType: TYPE, signatures: [{ sig, keyid: '' }] },
  }
}

const check = (bundle: unknown, key: KeyObject, hash = HASH) =>
  checkAttestations(typeof bundle === 'string' ? bundle : JSON.stringify(bundle), 'bundle.json', hash, pem(key))

describe('an attestation of the evidence', () => {
  test.each(Object.entries(pairs))(
    'signed with %s is taken, in a bundle, bare, and among others',
    (_, { privateKey, publicKey }) => {
      const bundle = bundleOf(privateKey)
      const fits = { predicateType: 'https://slsa.dev/provenance/v1' }
      expect(check(bundle, publicKey)).toEqual(fits)
      expect(check(bundle.dsseEnvelope, publicKey)).toEqual(fits)
      const lines = [bundleOf(privateKey, 'b'.repeat(64)), bundle].map((one) => `${JSON.stringify(one)}\n`).join('')
      expect(check(lines, publicKey)).toEqual(fits)
    },
  )

  const { privateKey, publicKey } = pairs.ecdsa

  test('of other evidence, by another key, or changed is refused with the reason', () => {
    const bundle = bundleOf(privateKey)
    const other = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString().replaceAll('aa', 'bb')
    const changed = { ...bundle.dsseEnvelope, payload: Buffer.from(other).toString('base64') }
    const retyped = { ...bundle.dsseEnvelope, payloadType: 'text/plain' }
    expect([
      check(bundle, publicKey, 'c'.repeat(64)),
      check(bundle, generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
      check(bundle, pairs.ed25519.publicKey),
      check(changed, publicKey, 'b'.repeat(64)),
      check(retyped, publicKey),
      check({ ...bundle.dsseEnvelope, signatures: [] }, publicKey),
    ]).toMatchInlineSnapshot(`
      [
        [
          "bundle.json: it attests to sha256 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, the evidence is cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
        ],
        [
          "bundle.json: its signature is not of this key, or what it signs was changed",
        ],
        [
          "bundle.json: its signature is not of this key, or what it signs was changed",
        ],
        [
          "bundle.json: its signature is not of this key, or what it signs was changed",
        ],
        [
          "bundle.json: it signs text/plain, not an in-toto statement",
        ],
        [
          "bundle.json: its signature is not of this key, or what it signs was changed",
        ],
      ]
    `)
  })

  test('by a certificate is left to the tool that has the roots', () => {
    const bundle = bundleOf(privateKey, HASH, { certificate: { rawBytes: 'AA==' } })
    expect(check(bundle, publicKey)).toEqual([expect.stringMatching(/signed by a certificate.*gh attestation verify/)])
  })

  test('that is none is named with its line', () => {
    expect(() => check('{}', publicKey)).toThrow('bundle.json:1: neither a Sigstore bundle')
    expect(() => check(`${JSON.stringify(bundleOf(privateKey))}\n{"a":1}\n`, publicKey)).toThrow(
      'bundle.json:2: neither',
    )
    expect(() => check('\n', publicKey)).toThrow('bundle.json: there is no attestation in it')
    const secret = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(() => checkAttestations('{}', 'b', HASH, secret)).toThrow('give a public key in PEM')
    expect(() => checkAttestations('{}', 'b', HASH, '-----BEGIN PUBLIC KEY-----')).toThrow('no public key in PEM')
  })
})
