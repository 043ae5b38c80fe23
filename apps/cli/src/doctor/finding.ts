/** What a check found: `fails` keeps Postern from working, `warning` should be repaired, `skipped` could not be checked. */
export type Finding = {
  readonly state: 'ok' | 'warning' | 'fails' | 'skipped';
  /** What was checked, e.g. “PostgreSQL: role”. */
  readonly what: string;
  /** What was seen, with the repair if something is wrong. */
  readonly text: string;
};

/** Returns the finding of a check that throws an error with the repair, or returns what it saw. */
export async function findingOf(what: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { state: 'ok', what, text: await check() };
  } catch (error) {
    return { state: 'fails', what, text: error instanceof Error ? error.message : String(error) };
  }
}
