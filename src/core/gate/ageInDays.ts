/** Whole days from one ISO date to another, UTC; 0 where the second lies before the first. */
export function ageInDays(since: string, today: string): number {
  const days = (Date.parse(today.slice(0, 10)) - Date.parse(since.slice(0, 10))) / 86_400_000
  return Math.max(0, Math.floor(days))
}
