import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Candidate } from '../api/discoveries';
import { Findings } from '../components/Findings';
import { StateBadge } from '../components/StateBadge';
import { Tag } from '../components/Tag';
import { text } from '../text';
import { failureTitle } from '../text/failure-title';
import { useVerification } from '../verification/use-verification';
import classes from './Discovery.module.css';
import { ProviderFactsNotice } from './ProviderFactsNotice';
import { trustTones } from './trust-tones';

const words = text.discovery;

type Props = {
  readonly candidate: Candidate;
  /** What can be done with the candidate. */
  readonly children: ReactNode;
};

/** Servers that are proposed: whose they are, who names them and how far that can be trusted, whether they answer. */
export function CandidateCard({ candidate, children }: Props) {
  const { source, sources, trust, registrableDomains, findings, providers, verification } = candidate;
  const others = sources.filter((one) => one !== source);
  return (
    <li className={classes.candidate}>
      <Text size="sm" className="soft">
        {text.kinds[candidate.kind]} · {words.servedBy}
      </Text>
      <Title order={4} className={classes.domains}>
        {registrableDomains.join(', ')}
      </Title>
      <Group gap={6} mt={6}>
        <Tag tone={trustTones[trust]}>{words.trust[trust]}</Tag>
        {verification === null ? <Tag>{words.notChecked}</Tag> : <Check id={verification} />}
      </Group>
      <Servers candidate={candidate} />
      <Text size="sm" mt="xs">
        {words.provenance[source]}{' '}
        {others.length > 0 && words.also(others.map((one) => words.sourceNames[one]))}{' '}
        {(trust === 'dns' || trust === 'guess') && words.notTrusted}
      </Text>
      {verification !== null && <CheckFailure id={verification} />}
      {(findings.length > 0 || providers.length > 0) && (
        <div className={classes.facts}>
          <Findings findings={findings} />
          <ProviderFactsNotice providers={providers} />
        </div>
      )}
      <div className={classes.action}>{children}</div>
    </li>
  );
}

function Servers({ candidate }: { readonly candidate: Candidate }) {
  const { template, value } = candidate.username;
  const user = template === '%EMAILADDRESS%' ? words.wholeAddress : (value ?? template);
  const lines =
    candidate.kind === 'exchange'
      ? [[text.kinds.exchange, candidate.exchange.url]]
      : (['imap', 'smtp'] as const).map((name) => {
          const { host, port, tls } = candidate[name];
          return [text.endpoints[name], words.server(host, port, text.tls[tls])];
        });
  return (
    <dl className={classes.servers}>
      {[...lines, [words.user, user]].map(([label, server]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{server}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whether the servers have passed the check without a password that the search started. */
function Check({ id }: { readonly id: string }) {
  const { data } = useVerification(id);
  return <StateBadge state={data?.state ?? 'queued'} />;
}

function CheckFailure({ id }: { readonly id: string }) {
  const failure = useVerification(id).data?.failure ?? null;
  if (failure === null) return null;
  return (
    <Text size="sm" mt={4} c="var(--fail)">
      {failureTitle(failure)}
    </Text>
  );
}
