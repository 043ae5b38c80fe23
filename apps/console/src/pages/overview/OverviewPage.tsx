import { Anchor, Button, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { problemOf } from '../../api/client';
import { serversQuery } from '../../api/servers';
import { summaryQuery, type Summary } from '../../api/summary';
import { EmptyState } from '../../components/EmptyState';
import { LoadingPage } from '../../components/LoadingPage';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { SampleNotice } from '../../components/SampleNotice';
import { When } from '../../components/When';
import { useMe } from '../../session/use-me';
import { text } from '../../first-text';
import { nameOf } from '../../text/name-of';
import { CertificateTable } from './CertificateTable';
import { ChangeLink } from './ChangeLink';
import { EndingTable } from './EndingTable';
import { LazyAttentionTable } from './LazyAttentionTable';
import { readLastVisit, storeVisit } from './last-visit';
import classes from './Overview.module.css';
import { ServerTable } from './ServerTable';
import { StateTiles } from './StateTiles';
import { useSummaryEvents } from './use-summary-events';

const words = text.overview;
/** The most servers that the API lists. */
const shownServers = 50;

/** What the account's admin sees first: counts that lead to the list, what needs attention, and what has changed. */
export function OverviewPage() {
  const accountId = useMe().account?.id ?? '';
  const [since] = useState(() => readLastVisit(accountId));
  useEffect(() => storeVisit(accountId), [accountId]);
  const { data, error, isPending, refetch } = useQuery(summaryQuery(since));
  useSummaryEvents(!isPending);
  return (
    <Page title={words.title} lead={words.lead}>
      {isPending && <LoadingPage />}
      {error !== null && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data &&
        (data.domains.total + data.attempts === 0 ? (
          <EmptyState icon="activity" title={text.noDomains.title}>
            {text.noDomains.detail}
            <Button mt="md" renderRoot={(props) => <Link to="/settings/objects/activities" {...props} />}>
              {words.toList}
            </Button>
          </EmptyState>
        ) : (
          <Sections summary={data} isFirstVisit={since === undefined} />
        ))}
    </Page>
  );
}

function Sections({ summary, isFirstVisit }: { readonly summary: Summary; readonly isFirstVisit: boolean }) {
  const { attention, certificates, more, ending, nextCheckAt, allowlist, changes } = summary;
  const failures = attention.filter(({ kind }) => kind === 'failure');
  return (
    <>
      {allowlist.isSample && (
        <div className={classes.sample}>
          <SampleNotice />
        </div>
      )}
      <StateTiles summary={summary} />
      <Text size="sm" className="soft" mt="sm">
        {nextCheckAt === null ? words.noCheck : words.nextCheck}{' '}
        {nextCheckAt !== null && <When at={nextCheckAt} />}
      </Text>
      {failures.length > 0 && (
        <section className={classes.section} aria-labelledby="failures">
          <Title order={2} size="h3" id="failures" mb="xs">
            {words.failures}
          </Title>
          <Suspense fallback={<Skeleton h={42 * (failures.length + 1)} />}>
            <LazyAttentionTable failures={failures} />
          </Suspense>
          {more.failures > 0 && (
            <Text size="sm" mt="xs">
              {words.more(more.failures)}{' '}
              <Anchor
                inherit
                renderRoot={(props) => (
                  <Link
                    to="/settings/objects/activities"
                    search={{ state: 'failed', origin: 'admin' }}
                    {...props}
                  />
                )}
              >
                {words.toFailing}
              </Anchor>
            </Text>
          )}
        </section>
      )}
      {certificates.length > 0 && (
        <section className={classes.section} aria-labelledby="certificates">
          <Title order={2} size="h3" id="certificates" mb="xs">
            {words.certificates}
          </Title>
          <CertificateTable certificates={certificates} />
          {more.certificates > 0 && (
            <Text size="sm" mt="xs">
              {words.more(more.certificates)}
            </Text>
          )}
        </section>
      )}
      {ending.length > 0 && (
        <section className={classes.section} aria-labelledby="ending">
          <Title order={2} size="h3" id="ending" mb="xs">
            {words.ending}
          </Title>
          <EndingTable ending={ending} />
        </section>
      )}
      <Servers />
      <section className={classes.section} aria-labelledby="changes">
        <Title order={2} size="h3" id="changes" mb="xs">
          {isFirstVisit ? words.latestChanges : words.changes}
        </Title>
        {changes.length === 0 && <Text className="soft">{words.noChanges}</Text>}
        <ul className={classes.changes}>
          {changes.map((change) => (
            <li key={change.id}>
              {nameOf(text.audit.actions, change.action)}
              {text.formats.colon} <ChangeLink change={change} />{' '}
              <span className="soft">
                {text.audit.by(change.actor)}, <When at={change.at} />
              </span>
            </li>
          ))}
        </ul>
        <Text size="sm" mt="sm">
          <Anchor inherit underline="always" renderRoot={(props) => <Link to="/allowlist" {...props} />}>
            {words.allowlist(allowlist.revision)}
          </Anchor>{' '}
          <span className="soft">
            <When at={allowlist.publishedAt} />
          </span>
        </Text>
      </section>
    </>
  );
}

function Servers() {
  const { data, error, refetch } = useQuery(serversQuery());
  if (error !== null) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (data === undefined || data.data.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="servers">
      <Title order={2} size="h3" id="servers">
        {words.servers}
      </Title>
      <Text size="sm" className="soft" mb="xs">
        {words.serversHelp}
      </Text>
      <ServerTable servers={data.data} />
      {data.data.length === shownServers && (
        <Text size="sm" className="soft" mt="xs">
          {words.serversLimit}
        </Text>
      )}
    </section>
  );
}
