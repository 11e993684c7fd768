import { compareText } from '../../src/core/text/index.ts'
import type { ReleaseInfo, RunEvidence } from '../../src/core/types/index.ts'

/**
 * Says how the tools and schemas of the run's tasks reached each release that was asked for them: in fields of the request,
 * or as text in the prompt. A sentence a release; none where no task has tools or a schema.
 */
export function formLines({ candidate, releases = [], tasks, claims }: RunEvidence): string[] {
  const parts = new Map(tasks.flatMap(({ name, kind }) => (PARTS[kind] ? [[name, PARTS[kind]]] : [])))
  return [candidate, ...releases].flatMap((release) => {
    const asked = new Set(claims.filter((claim) => claim.release === release.name).map(({ spec }) => spec.task))
    const named = [...asked].toSorted(compareText).flatMap((task) => {
      const part = parts.get(task)
      return part ? [`the ${part} of ${JSON.stringify(task)}`] : []
    })
    return named.length === 0 ? [] : [sentence(named.join(' and '), release)]
  })
}

const PARTS: Readonly<Record<string, string>> = { 'tool-calls': 'tools', 'structured-output': 'schema' }

function sentence(what: string, { name, endpointKind, parameters }: ReleaseInfo): string {
  const parts = what.charAt(0).toUpperCase() + what.slice(1)
  if (endpointKind === 'recorded')
    return `${parts}: the answers of ${name} were recorded, and a record does not say how its model got them.`
  return parameters['native'] === true
    ? `${parts} went to ${name} in the request's own fields, in addition to what the prompt shows.`
    : `${parts} went to ${name} as text in the prompt, where an instruction shows them, and in no field of the request.`
}
