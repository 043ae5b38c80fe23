import type { Credentials } from '@postern/core/credentials';
import type { EgressAddress } from '@postern/core/environment';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { Step } from '@postern/core/verification';
import type { ConversationRunner, UnknownCause } from './conversation/conversation.js';
import type { Limits } from './conversation/limits.js';
import type { EgressPolicy } from './egress/egress-policy.js';
import type { Lookup } from './egress/resolve-host.js';

export type ProbeOptions = {
  readonly policy: EgressPolicy;
  /** PEM text of certificate authorities, trusted beside Node's and the system's. */
  readonly ca?: string;
  readonly sourceAddresses?: readonly EgressAddress[];
  /** With credentials the servers are probed one after the other, with one login to each (R23). */
  readonly credentials?: Credentials;
  /** Called with each step as it ends, in wire order; once for a step that is measured again. */
  readonly onStep?: (endpoint: EndpointName, step: Step) => void;
  /** Ends every conversation when aborted; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How names are looked up; the system's resolver by default. */
  readonly resolve?: Lookup;
  /** The pauses before a temporary failure is measured again, in milliseconds, plus up to a quarter each; 2 s and 5 s by default. */
  readonly retryDelaysMs?: readonly number[];
  readonly limits?: Partial<Limits>;
  /** Runs the conversations; in this thread by default, in a pool of threads with `createProbeThreads`. */
  readonly run?: ConversationRunner;
  readonly log?: (unknown: UnknownCause) => void;
};
