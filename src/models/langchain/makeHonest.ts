import { runnablesWithin, type RunnableLike } from './runnable.ts'

/**
 * Sets what would falsify a measurement, on the runnable and all that it is made of, in place:
 * - no cache: LangChain's key has no trial index and can collide between models, so a cached model looks stable;
 * - no retries of its own: they would be made without a permit and counted nowhere.
 * Returns what could not be set, one sentence each.
 */
export function makeHonest(root: RunnableLike): readonly string[] {
  const left: string[] = []
  for (const runnable of runnablesWithin(root)) {
    const name = runnable.constructor.name
    if (runnable['cache'] && !set(runnable, 'cache', undefined))
      left.push(`the cache of ${name} cannot be switched off`)
    if ('maxAttemptNumber' in runnable && !set(runnable, 'maxAttemptNumber', 1)) {
      left.push(`the retries of ${name} cannot be switched off`)
    }
    const caller = runnable['caller']
    if (typeof caller === 'object' && caller !== null && !set(caller, 'maxRetries', 0)) {
      left.push(`maxRetries of ${name} cannot be set to 0: its own retries are not counted`)
    }
  }
  return left
}

function set(target: object, property: string, value: unknown): boolean {
  try {
    Reflect.set(target, property, value)
  } catch {
    return false
  }
  return Reflect.get(target, property) === value
}
