import { formats } from './formats';
import type { DiscoverySource } from '../../api/discoveries';

const { list, plural } = formats;

type State = DiscoverySource['state'];

/** Why a place gave no servers, by the code of the API; a code that is not here has the words of its state. */
const reasons = {
  'connect-refused': 'The server refuses connections.',
  'connect-timeout': 'The server does not answer.',
  'connect-unreachable': 'There is no way to the server from here.',
  'deadline-exceeded': 'There was no answer in time.',
  'dns-temporary': 'The name could not be looked up.',
  'digest-mismatch': 'The file is not the one that the domain’s DNS vouches for.',
  'digest-missing': 'The domain’s DNS does not vouch for the file.',
  'host-not-allowed': 'Anybody could register this name, so it is not asked.',
  'html-page': 'There is only a web page.',
  'login-required': 'It asks for a login first.',
  'not-https': 'It leads to an unprotected address, so it is not asked.',
  'not-offered': 'The domain says that it offers no such server.',
  'no-server-answers': 'No mail servers with these names pass the check.',
  'null-mx': 'The domain says that it receives no mail.',
  'no-exchange': 'It knows no Exchange server for the domain.',
  'no-imap-server': 'It names no server for incoming mail.',
  'no-smtp-server': 'It names no server for outgoing mail.',
  'public-suffix': 'These names belong to other people, so they are not tried.',
  'server-error': 'The server has a fault at the moment.',
  'target-not-allowed': 'Postern may not connect to this server.',
  'port-not-allowed': 'Postern may not connect to this server.',
  'too-large': 'The file is too large.',
  'too-many-redirects': 'It sends us from server to server.',
};

const stateReasons: Readonly<Record<State, string | null>> = {
  found: null,
  absent: null,
  invalid: 'What it says cannot be read.',
  unreachable: 'There was no complete answer.',
  refused: 'Postern must not ask it or believe it.',
};

function countProposals(count: number): string {
  return count === 0 ? 'nothing found' : plural(count, { one: '# proposal', other: '# proposals' });
}

/** Texts about the search for servers. */
export const discoveryWords = {
  discovery: {
    find: 'Find settings',
    findHelp: 'Postern looks for the servers of the domain in all public places. Nothing is saved.',
    heading: (domain: string) => `Servers of ${domain}`,
    searching: 'Searching',
    atMost: 'This takes five seconds at most.',
    done: 'Search finished',
    found: countProposals,
    finished: (domain: string, count: number) =>
      `The search for the servers of ${domain} has finished: ${countProposals(count)}.`,
    none: 'No servers were found',
    noneHelp: 'Enter the servers that your mail program uses, or ask whoever runs the mail server.',
    silent: (count: number) =>
      plural(count, {
        one: 'One place gave no answer, so a later search may find more.',
        other: '# places gave no answer, so a later search may find more.',
      }),
    sources: (count: number) => plural(count, { one: '# place was asked', other: '# places were asked' }),
    stillAsking: 'Waiting for answers…',
    proposals: 'Proposals',
    use: 'Use these settings',
    useAnyway: 'Use these settings anyway',
    filled: 'Filled in below',
    filledBest: 'The first proposal is filled in. Check it and save it.',
    takenOut: 'The check of the first proposal failed, so it is no longer filled in.',
    conflict: 'You typed other values',
    replace: 'Replace what I typed',
    keep: 'Keep what I typed',
    notChecked: 'Not checked',
    user: 'User name',
    wholeAddress: 'the email address',
    servedBy: 'Servers of',
    server: (host: string, port: number, tls: string) => `${host}, port ${port}, ${tls}`,
    also: (names: readonly string[]) => `The same is said by: ${list(names)}.`,
    notTrusted: 'Compare the server names with your provider’s help pages before you save.',
    sourceNames: {
      'account-settings': 'Your saved settings',
      pacc: 'The domain’s own list, confirmed by its DNS',
      autoconfig: 'The domain’s own list for mail programs',
      ispdb: 'Public list of mail providers',
      mx: 'Who receives the domain’s mail',
      'mx-autoconfig': 'List of the provider that receives the mail',
      'mx-ispdb': 'Public list, for the provider that receives the mail',
      autodiscover: 'Autodiscover of Exchange',
      srv: 'The domain’s DNS',
      guess: 'The usual names',
    },
    provenance: {
      'account-settings': 'These settings are saved for the domain already.',
      pacc: 'The domain publishes these servers, and its DNS confirms that the list is genuine.',
      autoconfig: 'The domain itself publishes these servers for mail programs.',
      ispdb: 'The public list of mail providers that mail programs use names these servers for the domain.',
      mx: 'The domain’s DNS says who receives its mail.',
      'mx-autoconfig':
        'The provider that receives the domain’s mail, as its DNS says, publishes these servers.',
      'mx-ispdb':
        'The public list of mail providers names these servers for the provider that receives the domain’s mail.',
      autodiscover: 'An Exchange server answered for the domain and named this address.',
      srv: 'The domain’s DNS names these servers.',
      guess: 'Nobody names these servers. They have the usual names, exist and answer as mail servers.',
    },
    hint: {
      title: 'Your provider now publishes other servers',
      checked: 'They answer as they should',
      changes: 'Saved and published',
      review: 'Review the change',
      dismiss: 'Dismiss',
      help: 'Nothing is changed until you save it. What you dismiss is not shown again.',
    },
    foundAt: 'Found',
    entered: 'The user entered these servers; no search proposed them.',
    trust: {
      verified: 'The domain says so',
      'third-party': 'A public list says so',
      dns: 'Only unsigned DNS says so',
      guess: 'A guess',
    },
    states: {
      found: 'found',
      absent: 'nothing there',
      invalid: 'not usable',
      unreachable: 'no answer',
      refused: 'not used',
    },
    reasons,
    stateReasons,
    certificateReason: 'Its certificate is not valid for its name, so it is not believed.',
  },
  provider: {
    title: (provider: string) => `What ${provider} asks for`,
    from: (day: string) => `From ${day}.`,
    how: (host: string) => `Open ${host}`,
    checked: (day: string) => `Checked on ${day} against`,
    source: 'According to',
  },
};
