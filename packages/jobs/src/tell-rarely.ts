import { faultCode } from './fault-code.js';

export type Fault = {
  readonly code: string;
  readonly error: unknown;
  /** How often it happened since it was told last; 1 the first time. */
  readonly times: number;
};

const tellAgainMs = 60_000;

/** Returns a function that tells the first error of each code, and then at most one a minute, with their number. */
export function tellRarely(tell: (fault: Fault) => void): (error: unknown) => void {
  const known = new Map<string, { toldAt: number; times: number }>();
  return (error) => {
    const code = faultCode(error);
    const { toldAt, times } = known.get(code) ?? { toldAt: -Infinity, times: 0 };
    const isDue = Date.now() - toldAt >= tellAgainMs;
    known.set(code, isDue ? { toldAt: Date.now(), times: 0 } : { toldAt, times: times + 1 });
    if (isDue) tell({ code, error, times: times + 1 });
  };
}
