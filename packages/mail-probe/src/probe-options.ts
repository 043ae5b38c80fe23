import type { Credentials } from '@postern/core/credentials';
import type { EgressAddress } from '@postern/core/environment';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { Step } from '@postern/core/verification';
import type { ConversationRunner, UnknownCause } from './conversation/conversation.js';
import type { Limits } from './conversation/limits.js';
import type { EgressPolicy } from './egress/egress-policy.js';
import type { LocalShortageError } from './local-shortage.js';
import type { Lookup } from './egress/resolve-host.js';

/** Runs a look-up when its turn comes. Rejects with the reason of the signal if that is aborted before. */
export type LookUpInTurn = <T>(look: () => Promise<T>, signal: AbortSignal | undefined) => Promise<T>;

export type ProbeOptions = {
  readonly policy: EgressPolicy;
  /** The PEM text of certificate authorities that are trusted in addition to those of Node and the system. */
  readonly ca?: string;
  /** The name of this host in EHLO; by default the full name of the host, else its public address. */
  readonly ehloName?: string;
  readonly sourceAddresses?: readonly EgressAddress[];
  /** The mailbox login. With it the servers are probed one after the other, with one login to each (R23). */
  readonly credentials?: Credentials;
  /** Called when a step ends, in the order of the steps; only once for a step that is measured again. */
  readonly onStep?: (endpoint: EndpointName, step: Step) => void;
  /** Ends every conversation when it is aborted; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Looks up the addresses of a name; by default /etc/hosts and the resolvers of /etc/resolv.conf are asked. */
  readonly resolve?: Lookup;
  /** Runs each look-up, at once by default. A wait before it counts for no time limit and is no part of the report. */
  readonly lookUpInTurn?: LookUpInTurn;
  /**
   * The delays before a temporary failure is measured again, in milliseconds; each is lengthened by up to a
   * quarter. Default: 2 s and 5 s.
   */
  readonly retryDelaysMs?: readonly number[];
  readonly limits?: Partial<Limits>;
  /**
   * Runs the conversations. By default they run in this thread; `createProbeThreads` runs them in a pool of
   * threads.
   */
  readonly run?: ConversationRunner;
  /** Called when this machine has no file descriptor or memory for a connection; it is tried again. */
  readonly onShortage?: (error: LocalShortageError) => void;
  readonly log?: (unknown: UnknownCause) => void;
};
