const storageKey = 'postern-last-visit';

/** The time of the last visit to the overview of an account with this browser; `undefined` on the first. */
export function readLastVisit(accountId: string): string | undefined {
  try {
    return localStorage.getItem(`${storageKey}-${accountId}`) ?? undefined;
  } catch {
    return undefined; // A browser may forbid storage; then every visit is the first.
  }
}

/** Remembers that the overview of an account is visited now. */
export function storeVisit(accountId: string): void {
  try {
    localStorage.setItem(`${storageKey}-${accountId}`, new Date().toISOString());
  } catch {
    // A browser may forbid storage.
  }
}
