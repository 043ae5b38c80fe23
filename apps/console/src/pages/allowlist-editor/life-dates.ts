/** How long before their first use addresses are announced, and after which they retire, unless another date is chosen. */
const noticeDays = 30;

/** The date after the usual notice, e.g. `2026-12-26`, in UTC. */
export function dateAfterNotice(): string {
  return new Date(Date.now() + noticeDays * 86_400_000).toISOString().slice(0, 10);
}

/** The time from which an entry is active: the start of a date in UTC. A text that is not a date is left as it is. */
export function startOfDate(date: string): string {
  return isDate(date) ? `${date}T00:00:00Z` : date;
}

/** The time after which an entry is no longer used: the end of a date in UTC. A text that is not a date is left as it is. */
export function endOfDate(date: string): string {
  return isDate(date) ? `${date}T23:59:59Z` : date;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}
