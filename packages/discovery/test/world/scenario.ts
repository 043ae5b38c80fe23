import type { MailServers } from '@postern/core/mail-settings';
import type { SourceName } from '@postern/core/provenance';

/** The records of a name, or how its questions are treated. */
export type ScriptedName = {
  readonly A?: readonly string[];
  readonly MX?: readonly (readonly [preference: number, exchange: string])[];
  readonly SRV?: readonly (readonly [priority: number, weight: number, port: number, target: string])[];
  /** Each record is a list of pieces. */
  readonly TXT?: readonly (readonly string[])[];
  /** The addresses after the first question, for a name that rebinds. */
  readonly thenA?: readonly string[];
  readonly delayMs?: number;
  readonly fault?: 'silence' | 'servfail';
};

/** The answer of a web server to one URL. */
export type ScriptedPage = {
  readonly status?: number;
  readonly type?: string;
  readonly location?: string;
  readonly body?: string | Uint8Array;
  readonly delayMs?: number;
  /** The time between the first half of the body and the second. */
  readonly pauseMs?: number;
  readonly fault?: 'silence' | 'cut' | 'endless';
};

/** One domain of the scripted world, and what a discovery must find. */
export type Scenario = {
  /** The claim of the test. */
  readonly title: string;
  readonly domain: string;
  readonly email?: string;
  /** The servers that are saved for the domain. */
  readonly saved?: MailServers;
  readonly dns?: Readonly<Record<string, ScriptedName>>;
  /** By URL. The host of each URL gets the address 127.0.0.1 unless `dns` says otherwise. */
  readonly pages?: Readonly<Record<string, ScriptedPage>>;
  /** Hosts whose certificate is valid for another name. */
  readonly wrongCertificate?: readonly string[];
  /** Each candidate as `describeCandidate` writes it, the best first. */
  readonly candidates: readonly string[];
  /** Whether the discovery has its usual deadline and must end within 5 s. The others have more time, for a machine that runs other tests beside it. */
  readonly isTimed?: true;
  /** The states and codes that some sources must have, in the order of the questions. */
  readonly attempts?: Partial<Record<SourceName, readonly string[]>>;
  /** The user name of the best candidate. */
  readonly username?: string | null;
  /** Codes of findings of the best candidate. */
  readonly findings?: readonly string[];
};
