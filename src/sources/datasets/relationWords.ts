const TYPES: ReadonlyMap<string, string> = new Map([
  ['per', 'person'],
  ['org', 'organization'],
  ['gpe', 'place'],
  ['loc', 'location'],
])

/** Words of a relation's id: `per:city_of_birth` is "person city of birth", `no_relation` "no relation". */
export function relationWords(id: string): string {
  return id
    .split(':')
    .map((part) => TYPES.get(part.toLowerCase()) ?? part)
    .join(' ')
    .replaceAll(/[_/\s]+/g, ' ')
    .trim()
}
