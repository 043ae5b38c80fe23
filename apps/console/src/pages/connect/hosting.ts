import type { Hosting } from '@postern/connect';
import { findProviderFacts } from '@postern/core/provider-facts/find-provider-facts';
import { registrableDomain } from '@postern/core/registrable-domain';
import { send } from '../../api/client';
import { formatAgo } from '../../components/When';
import { messageFor } from '../../form/message-for';
import { reasonOf } from '../../discovery/reason-of';
import { askToSignIn } from '../../session/sign-in-again';
import { text } from '../../text';
import { demandText } from '../../text/demand-text';
import { describeProblem } from '../../text/describe-problem';
import { failureAdvice } from '../../text/failure-advice';
import { failureTitle } from '../../text/failure-title';
import { findingText } from '../../text/finding-text';
import { knownFacts } from '../../verification/known-facts';

const words = text.connect;

/** What the console gives `<postern-connect>`: its session, its catalogues, and the tables of core. */
export function hostingFor(mayAddAuthorities: boolean): Hosting {
  return {
    send,
    words: { ...words, places: text.discovery.sources, signInAgain: text.session.signInAgain },
    signIn: askToSignIn,
    failureText: (failure) => ({ title: failureTitle(failure), advice: failureAdvice(failure) }),
    problemText: describeProblem,
    messageFor,
    provenanceText,
    findingText,
    placeText: (place) => ({
      name: text.discovery.sourceNames[place.source],
      state: text.discovery.states[place.state],
      reason: reasonOf(place),
    }),
    factsOf: knownFacts,
    linksFor: ({ code, endpoint, source }) => [
      ...(source === undefined
        ? []
        : [
            {
              href: `/allowlist?list=${endpoint === 'smtp' ? 'smtp' : 'imap'}`,
              text: text.verification.toAllowlist,
            },
          ]),
      ...(mayAddAuthorities && code === 'cert-unknown-ca'
        ? [{ href: '/certificate-authorities', text: text.verification.toAuthorities }]
        : []),
    ],
    domainOf: (host) => registrableDomain(host) ?? host,
    providersOf: (hosts) =>
      findProviderFacts(hosts).map((facts) => ({
        ...facts,
        demands: facts.demands.map((demand) => ({ ...demand, text: demandText(demand) })),
      })),
  };
}

/** Where the values come from (R14). */
function provenanceText({
  updatedAt,
  verifiedAt,
  discovered,
}: Parameters<Hosting['provenanceText']>[0]): string {
  const verified = verifiedAt === null ? words.notVerified : `${words.verified} ${formatAgo(verifiedAt)}`;
  const changed = `${words.changed} ${formatAgo(updatedAt)} · ${verified}.`;
  if (discovered === null) return changed;
  const { provenance, foundAt } = text.discovery;
  return `${changed} ${provenance[discovered.source]} ${foundAt} ${formatAgo(discovered.at)}.`;
}
