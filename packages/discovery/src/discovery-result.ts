import type { Finding } from '@postern/core/finding';
import type { MailServer } from '@postern/core/mail-settings';

/** Where settings come from, in the order of their priority. */
export type SourceName =
  | 'pacc'
  | 'autoconfig'
  | 'ispdb'
  | 'mx'
  | 'mx-autoconfig'
  | 'mx-ispdb'
  | 'autodiscover'
  | 'srv'
  | 'guess';

/**
 * How far an answer can be trusted. `verified`: the domain itself says so, over an authenticated channel.
 * `third-party`: a database of others says so. `dns`: an unsigned DNS answer leads there. `guess`: the servers
 * answered, and nobody named them.
 */
export type Trust = 'verified' | 'third-party' | 'dns' | 'guess';

/** What became of one question to one source. */
export type Attempt = {
  readonly source: SourceName;
  /** 1 is the highest priority. */
  readonly priority: number;
  readonly url?: string;
  /** The DNS question, e.g. `MX example.com`; for guesses the names of the servers. */
  readonly query?: string;
  /**
   * `absent`: the source says nothing about the domain. `invalid`: its answer cannot be used. `unreachable`: it gave
   * no answer. `refused`: Postern must not ask it, or must not believe it.
   */
  readonly state: 'found' | 'absent' | 'invalid' | 'unreachable' | 'refused';
  /** Stable, kebab-case; null if something was found. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly durationMs: number;
  readonly trust: Trust | null;
};

type Proposal = {
  /** 1 is the best. */
  readonly rank: number;
  readonly username: { readonly template: string; readonly value: string | null };
  /** The source with the highest priority that proposes these servers, and all of them. */
  readonly source: SourceName;
  readonly sources: readonly SourceName[];
  readonly trust: Trust;
  /** The registrable domains of the servers, which a person must see in full before typing a password. */
  readonly registrableDomains: readonly string[];
  /** The ranks of the candidates of the same kind that name other servers. */
  readonly differsFrom: readonly number[];
  readonly findings: readonly Finding[];
};

/** Settings that can be proposed for the domain. */
export type Candidate =
  | (Proposal & {
      readonly kind: 'imap';
      readonly imap: MailServer;
      readonly smtp: MailServer;
      readonly authentication: { readonly imap: readonly string[]; readonly smtp: readonly string[] };
      /** Further servers of the source with the highest priority. */
      readonly alternatives: { readonly imap: readonly MailServer[]; readonly smtp: readonly MailServer[] };
    })
  | (Proposal & {
      readonly kind: 'exchange';
      readonly exchange: { readonly url: string };
      readonly authentication: { readonly exchange: readonly string[] };
    });

/** The outcome of a discovery. */
export type DiscoveryResult = {
  readonly domain: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly candidates: readonly Candidate[];
  readonly sources: readonly Attempt[];
};
