import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { UsageError } from '../core/types/index.ts'
import { messageOf } from '../core/text/index.ts'

/** The payload type of signed in-toto statements. */
const STATEMENT = 'application/vnd.in-toto+json'

/** A signed text as DSSE wraps it: https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
interface Envelope {
  readonly payloadType: string
  readonly payload: string
  readonly signatures: readonly { readonly sig: string }[]
}

/** One attestation of a file: its envelope, and whether it was signed with a certificate instead of a key. */
interface Attestation {
  readonly envelope: Envelope
  readonly keyless: boolean
}

/** The statement of an attestation about an evidence hash. */
export interface Attested {
  /** The kind of statement, as the signer names it. */
  readonly predicateType: string
}

/**
 * Checks attestations (Sigstore bundles, or bare DSSE envelopes, a single one or one a line) of the hash of a run's
 * evidence, offline: one of them must be signed by `key` and name the hash as a subject's sha256. Returns that one's
 * statement, or the reasons where none fits; throws `UsageError` for a file without attestations.
 */
export function checkAttestations(text: string, file: string, hash: string, key: string): Attested | readonly string[] {
  const publicKey = readKey(key)
  const reasons: string[] = []
  for (const { envelope, keyless } of readAttestations(text, file)) {
    const checked = keyless ? KEYLESS : checkEnvelope(envelope, hash, publicKey)
    if (typeof checked !== 'string') return checked
    reasons.push(`${file}: ${checked}`)
  }
  return reasons
}

/**
 * The way to check a certificate: that takes its issuer's roots and a log of signatures, which the issuer's own tool
 * has.
 */
const KEYLESS =
  'it is signed by a certificate and not by a key. Check its signer with the tool that made it, over the text of the ' +
  'evidence (report --format evidence --output evidence.json): gh attestation verify evidence.json --repo <owner/name>, or ' +
  'cosign verify-blob-attestation --bundle <bundle> --certificate-identity <who> --certificate-oidc-issuer <issuer> evidence.json'

function checkEnvelope(
  { payloadType, payload, signatures }: Envelope,
  hash: string,
  key: KeyObject,
): Attested | string {
  if (payloadType !== STATEMENT) return `it signs ${payloadType}, not an in-toto statement`
  const body = Buffer.from(payload, 'base64')
  const signed = preAuthentication(payloadType, body)
  if (!signatures.some(({ sig }) => isSignedBy(key, signed, Buffer.from(sig, 'base64'))))
    return 'its signature is not of this key, or what it signs was changed'
  const statement = parse(body.toString('utf8'))
  const { subject, predicateType } = record(statement)
  const hashes = Array.isArray(subject) ? subject.map((one) => record(record(one)['digest'])['sha256']) : []
  if (!hashes.includes(hash))
    return `it attests to sha256 ${hashes.map(String).join(', ') || 'of nothing'}, the evidence is ${hash}`
  return { predicateType: String(predicateType) }
}

/**
 * Returns the bytes of an envelope that are signed. They contain both lengths, so that no byte can move between type
 * and text.
 */
function preAuthentication(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body])
}

function isSignedBy(key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  try {
    return verify(algorithm, signed, key, signature)
  } catch {
    return false
  }
}

function readKey(pem: string): KeyObject {
  // `createPublicKey` takes private keys too, and those should not be passed around.
  if (!pem.includes('PUBLIC KEY'))
    throw new UsageError('--key: give a public key in PEM, as `cosign public-key` prints it')
  try {
    return createPublicKey(pem)
  } catch (error) {
    throw new UsageError(`--key: no public key in PEM (${messageOf(error)})`)
  }
}

/** Reads one JSON value, or one a line, as `gh attestation download` writes them. */
function readAttestations(text: string, file: string): readonly Attestation[] {
  const whole = parse(text)
  const values =
    whole === undefined
      ? text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [{ line: at + 1, value: parse(line) }]))
      : [{ line: 1, value: whole }]
  if (values.length === 0) throw new UsageError(`${file}: there is no attestation in it`)
  return values.map(({ line, value }) => {
    const { dsseEnvelope, verificationMaterial } = record(value)
    const envelope = record(dsseEnvelope ?? value)
    if (!isEnvelope(envelope))
      throw new UsageError(`${file}:${line}: neither a Sigstore bundle with a DSSE envelope nor such an envelope`)
    const { certificate, x509CertificateChain } = record(verificationMaterial)
    return { envelope, keyless: certificate !== undefined || x509CertificateChain !== undefined }
  })
}

function isEnvelope(value: object): value is Envelope {
  const { payloadType, payload, signatures } = value as Partial<Record<keyof Envelope, unknown>>
  if (typeof payloadType !== 'string' || typeof payload !== 'string' || !Array.isArray(signatures)) return false
  return signatures.every((one) => typeof record(one)['sig'] === 'string')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
