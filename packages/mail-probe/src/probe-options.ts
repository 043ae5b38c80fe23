import type { Credentials } from '@postern/core/credentials';
import type { EgressAddress } from '@postern/core/environment';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { EndpointReport, Failure, Step, Warning } from '@postern/core/verification';
import type { EgressPolicy } from './egress-policy.js';
import type { CertificatePin } from './judge-certificate.js';
import type { Limits } from './limits.js';
import type { ConversationRunner } from './run-conversation.js';

/** Looks a name up: its addresses, none if it exists without one. Throws with a `code` such as ENOTFOUND. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** A cause that no code fits. Holds names, codes and stack frames only, never a text of the server. */
export type UnknownCause = {
  readonly supportId: string;
  readonly endpoint: EndpointName;
  readonly cause: string;
};

export type ProbeOptions = {
  readonly policy: EgressPolicy;
  /** PEM text, added to Node's and the system's roots. */
  readonly ca?: string;
  readonly sourceAddresses?: readonly EgressAddress[];
  /** With them the servers are probed one after the other and logged in to, each once (R23). */
  readonly credentials?: Credentials;
  /** The certificates that an admin accepted; they count where `allowNonSecureCertificate` is on. */
  readonly pins?: { readonly [endpoint in EndpointName]?: CertificatePin | undefined };
  /** Each step as it ends, in wire order; a step that is measured again is told once. */
  readonly onStep?: (endpoint: EndpointName, step: Step) => void;
  /** Ends every conversation; the promise then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** How names are looked up; the system's resolver by default. */
  readonly resolve?: Lookup;
  /** When a temporary failure is measured again, in milliseconds, each with up to a quarter of jitter: 2 s and 5 s. */
  readonly retryDelaysMs?: readonly number[];
  readonly limits?: Partial<Limits>;
  /** Where conversations run: in this thread by default, in threads of their own with `createProbeThreads`. */
  readonly run?: ConversationRunner;
  readonly log?: (unknown: UnknownCause) => void;
};

export type NewPin = CertificatePin & { readonly endpoint: EndpointName };

export type ProbeResult = {
  readonly endpoints: EndpointReport[];
  readonly failure: Failure | null;
  readonly warnings: Warning[];
  /** Certificates that a run without a password would pin, because the flag is on and no pin was given. */
  readonly newPins: NewPin[];
  /** Endpoints whose certificate is publicly valid now, so that their pin has served. */
  readonly droppedPins: EndpointName[];
};
