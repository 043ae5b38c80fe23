import { expect, test } from '@jest/globals';
import { describeFailure } from '@postern/core/failures/describe-failure';
import { describeWarning } from '@postern/core/failures/describe-warning';
import { failureCodes, warningCodes, type WarningCode } from '@postern/core/failures/failure-catalogue';
import { failureWords, type FailureContext } from '@postern/core/failures/failure-entry';
import { failureAdvice as germanAdvice } from './de/failure-advice';
import { failureTitles as germanTitles } from './de/failure-titles';
import { failureAdvice as frenchAdvice } from './fr/failure-advice';
import { failureTitles as frenchTitles } from './fr/failure-titles';

/** Values that no text has by itself; each context leads to other branches of the texts. */
const host = 'mail.branch.example';
const contexts: readonly FailureContext[] = [
  { endpoint: 'imap', host, port: 4711, tls: 'implicit' },
  { endpoint: 'smtp', host, port: 4711, tls: 'starttls', isMasked: true, tokenFault: 'expired' },
  { endpoint: 'exchange', host, port: 4711, tls: 'implicit', mechanisms: ['NTLM'], tokenFault: 'audience' },
  {
    endpoint: 'imap',
    host,
    port: 4711,
    tls: 'starttls',
    answered: 'HTTP/9',
    suggestion: 'https://value.example',
    names: ['other.example', 'third.example'],
    chainMember: 'CN=Member',
    daysLeft: 17,
    mechanisms: ['X-ONE', 'X-TWO'],
    scopes: ['mail.scope'],
    tokenFault: 'scope',
    tokenAudiences: ['far.example'],
    tokenScopes: ['mail.scope'],
    seconds: 23,
  },
  { endpoint: 'imap', host, port: 4711, tls: 'implicit', names: ['*.branch.example'] },
  { endpoint: 'smtp', host, port: 4711, tls: 'implicit', mechanisms: ['PLAIN', 'NTLM'] },
  { endpoint: 'imap', host, port: 4711, tls: 'implicit', names: ['*.far.example'] },
  { endpoint: 'smtp', host, port: 8443, tls: 'implicit', answered: 'LMTP' },
];
/** What a text names: the values of the contexts, ports, and words in capitals such as PLAIN. */
const named =
  /(?<![\w.-])(?:mail\.(?:branch\.example|scope)|(?:branch|far|other|third)\.example|https:\/\/value\.example|CN=Member|X-(?:ONE|TWO)|HTTP\/9|(?:4711|8443|17|23|993|143|465|587|443|2048|4096)(?!\d)|PLAIN|LOGIN|CRAM-MD5|OAUTHBEARER|XOAUTH2|NTLM|ECDHE|STARTTLS|PREAUTH|EHLO|SHA-(?:1|256)|serverAuth|LMTP|RFC (?:5746|2033))/g;
const namesIn = (text: string) => [...new Set(text.match(named))].sort();

test('a server that refuses PLAIN although it offers it is not said to offer only what Postern does not use', () => {
  const about = (mechanisms: string[]) => {
    const context: FailureContext = { endpoint: 'imap', host, port: 993, tls: 'implicit', mechanisms };
    return describeFailure('auth-mechanism-unsupported', 'authenticate', context).title;
  };
  expect(about(['PLAIN', 'NTLM'])).toBe(`${host} refuses the login methods that it offers (PLAIN, NTLM)`);
  expect(about(['NTLM'])).toBe(`${host} offers only login methods that Postern does not use (NTLM)`);
});

test.each([
  ['German', germanTitles, germanAdvice],
  ['French', frenchTitles, frenchAdvice],
] as const)('every failure and warning names the same values in %s as in English', (_, titles, advices) => {
  for (const context of contexts) {
    const words = failureWords(context);
    const failures = failureCodes.map((code) => describeFailure(code, 'connect', context));
    const warnings = warningCodes.map((code: WarningCode) => describeWarning(code, context));
    const english = [...failures, ...warnings].map(({ code, title, advice }) => [
      code,
      namesIn(title),
      namesIn(advice),
    ]);
    const translated = [...failures, ...warnings].map(({ code }) => [
      code,
      namesIn(titles[code](words)),
      namesIn(advices[code](words)),
    ]);
    expect(translated).toEqual(english);
  }
});

test('a server that is silent on a port of web servers is said to be a web server, but not where Exchange is meant', () => {
  const adviceAt = (endpoint: 'imap' | 'exchange', port: number) => {
    const context: FailureContext = { endpoint, host, port, tls: 'implicit' };
    const words = failureWords(context);
    const { advice } = describeFailure('server-silent', 'greeting', context);
    return [advice, germanAdvice['server-silent'](words), frenchAdvice['server-silent'](words)];
  };
  const about = [/web server.*993/, /Webserver.*993/, /serveur web.*993/];
  expect(adviceAt('imap', 443)).toEqual(about.map((words) => expect.stringMatching(words)));
  for (const advice of [...adviceAt('imap', 993), ...adviceAt('exchange', 443)])
    expect(advice).not.toMatch(/web server|Webserver|serveur web/);
});

// cspell:ignore läuft weniger einem certificat moins
test('on its last day a certificate expires in less than a day, not in 0 days', () => {
  const titles = [0, 1].map((daysLeft): string[] => {
    const context = { ...contexts[0]!, daysLeft };
    const { title } = describeWarning('cert-expires-soon', context);
    const words = failureWords(context);
    return [title, ...[germanTitles, frenchTitles].flatMap((of) => of['cert-expires-soon'](words))];
  });
  expect(titles).toEqual([
    [
      `The certificate of ${host} expires in less than a day`,
      `Das Zertifikat von ${host} läuft in weniger als einem Tag ab`,
      `Le certificat de ${host} expire dans moins d’un jour`,
    ],
    [
      `The certificate of ${host} expires in 1 day`,
      `Das Zertifikat von ${host} läuft in 1 Tag ab`,
      `Le certificat de ${host} expire dans 1 jour`,
    ],
  ]);
});

test.each([
  ['German', germanTitles, germanAdvice],
  ['French', frenchTitles, frenchAdvice],
] as const)('every text in %s is a sentence of its own', (_, titles, advices) => {
  const words = failureWords(contexts[0]!);
  for (const code of failureCodes) {
    const { title, advice } = describeFailure(code, 'connect', contexts[0]!);
    expect([titles[code](words), advices[code](words)]).not.toContain(title);
    expect(advices[code](words)).not.toBe(advice);
    expect(titles[code](words)).not.toMatch(/\.$/);
    expect(advices[code](words)).toMatch(/\.$/);
  }
});
