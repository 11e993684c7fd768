/** The instruction set of the run that `decidedRun` decides. */
export const INSTRUCTIONS = `set: re
task: relation-extraction
licence: Apache-2.0
author: tests
reviewed: { by: tests, on: '2026-01-01' }
labels:
  founded_by: founded by
  employee_of: employee of
canonical: re-01
instructions:
  - { id: re-01, family: imperative, text: "Name the relation of {head} and {tail}.\\n{sentence}" }
  - { id: re-02, family: imperative, text: "State the relation of {head} and {tail}.\\n{sentence}" }
  - { id: re-03, family: question, text: "What relates {head} to {tail}?\\n{sentence}" }
`
