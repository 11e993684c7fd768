import { expect, test } from 'vitest'
import { evidenceHash } from '../src/core/hash/index.ts'
import { sampleRun } from '../src/core/wording/sampleRun.testing.ts'
import type { Run } from '../src/core/types/index.ts'
import { json } from './json.ts'

test('evidence first, in an order that does not depend on how the run was built', () => {
  const run = sampleRun([])
  const { schema, evidence, context } = run
  expect(json({ context, evidence: { ...evidence }, schema })).toBe(json(run))
  expect(json(run)).toMatchInlineSnapshot(`
    "{
      "schema": 2,
      "evidenceHash": "ad495aa2e73f71b2e588ea0643921904f9087b27715d9142c720f898f135fd28",
      "evidence": {
        "gate": {
          "verdict": "fail",
          "exitCode": 1,
          "reasons": [
            "The claim \\"relation extraction > keeps its answer when the instruction is reworded\\" fails.",
            "The claim \\"relation extraction > is no worse than the accepted release\\" is inconclusive."
          ]
        },
        "candidate": {
          "name": "v2",
          "model": "tiny",
          "revision": "sha256:1234",
          "endpointKind": "local",
          "endpoint": "tiny",
          "format": "plain",
          "parameters": {
            "temperature": 0
          }
        },
        "baseline": {
          "name": "v1",
          "model": "tiny",
          "revision": "sha256:1234",
          "endpointKind": "local",
          "endpoint": "tiny",
          "format": "plain",
          "parameters": {
            "temperature": 0
          }
        },
        "baselineId": "tiny@0123456789ab",
        "mode": "gate",
        "seed": "41",
        "alpha": 0.05,
        "claimsPlanned": {
          "count": 5,
          "from": "manifest"
        },
        "claims": [],
        "missing": [
          "question answering > keeps its answer when options move"
        ],
        "tasks": [
          {
            "name": "re",
            "kind": "relation-extraction",
            "sources": [
              {
                "file": "fixtures/datasets/re.jsonl",
                "sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
              }
            ],
            "hash": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          }
        ],
        "observations": {
          "count": 2,
          "sha256": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
        }
      },
      "context": {
        "exitCode": 1,
        "startedAt": "2026-11-21T01:02:03.456Z",
        "durationMs": 1234,
        "calls": {
          "made": 700,
          "reused": 152,
          "retried": 3
        },
        "tests": {
          "failed": 2,
          "passed": 1,
          "skipped": 0
        },
        "versions": {
          "node": "26.10.0",
          "vitest": "5.1.1"
        },
        "commit": "0123456789abcdef0123456789abcdef01234567",
        "tracing": []
      }
    }
    "
  `)
})

test('without context only the evidence is left', () => {
  expect(Object.keys(JSON.parse(json(sampleRun(), { context: false })))).toEqual(['schema', 'evidenceHash', 'evidence'])
  const { evidenceHash: hash, ...rest } = JSON.parse(json(sampleRun())) as Run
  expect(rest).toEqual(JSON.parse(JSON.stringify(sampleRun())))
  expect(hash).toBe(evidenceHash(sampleRun()))
})
