import type { App } from '../end-to-end/start-stack.js';
import type { RunningBed } from './running-bed.js';

/** A fault that begins while Postern runs. */
export type RunningSituation = {
  /** What is wrong, as the documentation says it. */
  readonly fault: string;
  /** What happens to requests and verifications until the repair, as the documentation says it. */
  readonly meanwhile: string;
  /** Meanwhile: the status of a read, the code with which a change is refused, and the database's state in /readyz. */
  readonly answers: { readonly read: number; readonly refusal: string | null; readonly ready: string };
  /** The processes that log the sentence. */
  readonly toldBy: readonly App[];
  /** A part of the sentence, by which a record of the log is recognised. */
  readonly sentence: RegExp;
  begin(bed: RunningBed): Promise<void>;
  end(bed: RunningBed): Promise<void>;
};
