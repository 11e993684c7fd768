import { expect, it, onTestFinished, vi } from 'vitest'
import { redact, redactError, safeFault } from './redact.ts'

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

it.each([
  ['PHP', String.raw`ab+Cd\/9xQ2==Zk71+mN0pQrS`],
  ['.NET', String.raw`ab\u002BCd/9xQ2==Zk71\u002bmN0pQrS`],
  ['JSON within JSON', String.raw`ab\\u002BCd\\\/9xQ2\\u003d\\u003DZk71\\u002bmN0pQrS`],
  ['a URL', 'ab%2BCd%2f9xQ2%3D%3DZk71%2BmN0pQrS'],
  ['a URL within a URL', 'ab%252BCd%252F9xQ2%253D%253DZk71%252BmN0pQrS'],
  ['HTML', 'ab&#43;Cd&#x2F;9xQ2==Zk71&#x2b;mN0pQrS'],
])('knows a secret as %s writes it', (_, text) => {
  vi.stubEnv('PLANTED_KEY', 'ab+Cd/9xQ2==Zk71+mN0pQrS')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(redact(`wrong key ${text}!`)).toBe('wrong key [PLANTED_KEY]!')
})

it('leaves an error that a release threw nothing that a terminal obeys or that was not meant to be seen', () => {
  const thrown = Object.assign(new Error('a\n::error::b\u001B]0;T\u0007 Bearer abcdefgh'), {
    name: 'EndpointError',
    blames: 'key',
    request: { headers: { authorization: 'Bearer abcdefgh' } },
    cause: new Error('Bearer abcdefgh'),
  })
  const safe = safeFault(thrown)
  expect(safe).toMatchObject({ name: 'EndpointError', blames: 'key' })
  expect(safe.message).toBe(String.raw`a\n:\u{3a}error::b\u{1b}]0;T\u{7} Bearer [secret]`)
  expect(Object.getOwnPropertyNames(safe).toSorted()).toEqual(['blames', 'message', 'name', 'stack'])
  expect(safe.stack?.split('\n')[0]).toBe(`EndpointError: ${safe.message}`)
  expect(safe.stack).toContain('redact.test.ts')
})
