/** The release name of observations that come from a baseline's stored cells: `v1@accepted`. */
export function acceptedRelease(name: string): string {
  return `${name}${MARK}`
}

/** The release that an observation is of: without the mark of stored cells. */
export function releaseOf(name: string): string {
  return isAcceptedRelease(name) ? name.slice(0, -MARK.length) : name
}

/** Whether an observation comes from a baseline's stored cells: no request was made for it. */
export function isAcceptedRelease(name: string): boolean {
  return name.endsWith(MARK)
}

const MARK = '@accepted'
