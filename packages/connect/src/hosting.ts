import type { ProblemDocument } from '@postern/client/problem-error';
import type {
  Candidate,
  Failure,
  Place,
  PopulateAnswer,
  ProviderFacts,
  Send,
  Step,
  Warning,
} from './connect-api.js';
import type { Purpose } from './values.js';

/** The texts of the parts that only Postern's own page has. */
export type HostedWords = {
  readonly purpose: string;
  readonly purposes: Readonly<Record<Purpose, string>>;
  readonly emailHelp: string;
  readonly find: string;
  /** How many places were asked for servers. */
  readonly places: (count: number) => string;
  readonly accessToken: string;
  readonly accessTokenHelp: string;
  readonly useAccessToken: string;
  readonly usePassword: string;
  /** The heading above the outcome. */
  readonly result: string;
  /** What is shown below that heading until a form is sent. */
  readonly before: string;
  readonly signInAgain: string;
};

type Said = { readonly title: string; readonly advice: string };
type Provenance = Exclude<PopulateAnswer, { match: 'none' }>['provenance'];

/**
 * What Postern's own page gives the component: its session in place of a client secret, and the tables and catalogues of
 * the console, which would make `connect.js` too large. With it the form takes any address, a calendar and access tokens.
 * It gives no permission: the api decides what a session may do.
 */
export type Hosting = {
  readonly send: Send;
  readonly words: HostedWords;
  /** Asks the person to sign in again. */
  readonly signIn: () => void;
  readonly failureText: (failure: Failure | Warning) => Said;
  readonly problemText: (problem: ProblemDocument) => { readonly title: string; readonly action: string };
  /** What is wrong with a field, by the api's code; undefined leaves the api's own message. */
  readonly messageFor: (path: string, code: string) => string | undefined;
  /** When the servers of the organisation were changed and verified, and who named them. */
  readonly provenanceText: (provenance: Provenance) => string;
  /** What is odd about found servers, e.g. that a port is not the usual one. */
  readonly findingText: (finding: Candidate['findings'][number]) => string;
  /** Which place was asked for servers, what became of it, and why it named none. */
  readonly placeText: (place: Place) => {
    readonly name: string;
    readonly state: string;
    readonly reason: string | null;
  };
  /** What a step found out, as names and values. */
  readonly factsOf: (facts: Step['facts']) => readonly (readonly [name: string, value: string])[];
  /** Pages of the console that help with a failure. */
  readonly linksFor: (failure: Failure) => readonly { readonly href: string; readonly text: string }[];
  /** The registrable domain of a host; the host itself if it has none. */
  readonly domainOf: (host: string) => string;
  readonly providersOf: (hosts: readonly string[]) => readonly ProviderFacts[];
};
