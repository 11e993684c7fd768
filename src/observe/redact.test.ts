import { expect, it, onTestFinished, vi } from 'vitest'
import { redact, redactError } from './redact.ts'

it('takes out what the environment keeps secret, by the name of the variable', () => {
  vi.stubEnv('PLANTED_API_KEY', 'planted-0123456789')
  vi.stubEnv('PLANTED_MONKEY', 'banana-republic')
  vi.stubEnv('PLANTED_TOKEN', 'short')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(redact('wrong key planted-0123456789, banana-republic, short')).toBe(
    'wrong key [PLANTED_API_KEY], banana-republic, short',
  )
})

it.each([
  ['GET http://user:pass-word@host/x', 'GET http://[secret]@host/x'],
  ['authorization: Bearer abc.def-ghi', 'authorization: Bearer [secret]'],
  ['key sk-proj-0123456789abcdefXY is wrong', 'key [secret] is wrong'],
  ['POST /v1?api-version=1&key=abc123 failed', 'POST /v1?api-version=1&key=[secret] failed'],
  ['max_tokens: 16, mail a@b.org, time 10:30@x', 'max_tokens: 16, mail a@b.org, time 10:30@x'],
])('%s', (text, clean) => {
  expect(redact(text)).toBe(clean)
})

it('leaves a clean error as it is, and makes another of one that is not, without its causes', () => {
  const clean = new Error('no', { cause: new Error('why') })
  expect(redactError(clean)).toBe(clean)
  const foul = Object.assign(new Error('no', { cause: new Error('at http://u:p@host') }), { name: 'EndpointError' })
  const made = redactError(foul)
  expect(made).toMatchObject({ name: 'EndpointError', message: 'no' })
  expect(made.cause).toBeUndefined()
})
