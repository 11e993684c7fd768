import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { isWithin, unmetRequirement } from './requirements.ts'

const ranges = { node: manifest.engines.node, vitest: manifest.peerDependencies.vitest }

describe('versions that the package needs', () => {
  test.each([
    ['26.10.0', '5.1.2'],
    ['22.19.0', '4.1.0'],
    ['22.20.1', '4.1.12'],
    ['24.0.0', '5.0.0-beta.3'],
    ['27.0.0', '6.0.0'],
    ['26.0.0', null],
  ])('Node %s and vitest %s do', (node, vitest) => {
    expect(unmetRequirement({ node, vitest }, ranges)).toBeNull()
  })

  test('an old Node is named with the way to a newer one', () => {
    expect(unmetRequirement({ node: '20.20.2', vitest: '3.2.7' }, ranges)).toMatchInlineSnapshot(
      `"vitest-robustness needs Node ^22.19 || ^24 || >=26; this is Node 20.20.2. Use a newer one, or give the project its own: npm install --save-dev node@26"`,
    )
    expect(unmetRequirement({ node: '22.18.9', vitest: '5.1.2' }, ranges)).toContain('this is Node 22.18.9')
  })

  test('an old vitest too', () => {
    expect(unmetRequirement({ node: '26.0.0', vitest: '3.2.7' }, ranges)).toMatchInlineSnapshot(
      `"vitest-robustness needs vitest ^4.1 || ^5; this project has vitest 3.2.7. Install a newer one: npm install --save-dev vitest@5"`,
    )
    expect(unmetRequirement({ node: '26.0.0', vitest: '4.0.18' }, ranges)).toContain('has vitest 4.0.18')
  })

  test.each([
    ['4.1.0', true],
    ['4.1.12', true],
    ['4.0.18', false],
    ['5.1.2', true],
    ['6.0.0', false],
  ])('vitest %s is within the range: %s', (version, within) => {
    expect(isWithin(version, ranges.vitest)).toBe(within)
  })

  test.each([
    ['22.18.9', false],
    ['22.19.0', true],
    ['23.9.0', false],
    ['24.0.0', true],
    ['25.0.0', false],
    ['27.1.0', true],
  ])('Node %s is within the range: %s', (version, within) => {
    expect(isWithin(version, ranges.node)).toBe(within)
  })

  // What is compared is the first alternative, so it must be the least.
  test.each(Object.entries(ranges))('the range of %s names its least version first', (_, range) => {
    const majors = range.split('||').map((part) => Number(/\d+/.exec(part)?.[0]))
    expect(majors).toEqual(majors.toSorted((a, b) => a - b))
  })
})
