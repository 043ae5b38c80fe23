import { Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { ownLinkQuery, type OwnLink } from '../../api/links';
import { LoadingPage } from '../../components/LoadingPage';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { When } from '../../components/When';
import { usePageTitle } from '../../components/use-page-title';
import { text } from '../../text';
import { MatchForm } from '../allowlist/MatchForm';
import { AppliedForm } from './AppliedForm';
import { FeedAddresses } from './FeedAddresses';
import { HandoverSheet } from './HandoverSheet';
import classes from './ItPage.module.css';
import { TargetFiles } from './TargetFiles';

const words = text.it;

/** The page that a link for IT opens: what to allow and by whom it is asked, without the console around it (B14). */
export function ItPage() {
  usePageTitle(words.title);
  const { data, error, isPending, refetch } = useQuery(ownLinkQuery);
  const problem = error === null ? null : problemOf(error);
  return (
    <main className={classes.page}>
      <Group gap="sm" wrap="nowrap" align="center">
        <img src="/postern.svg" width={36} height={36} alt="" />
        <Title order={1}>{words.title}</Title>
      </Group>
      {isPending && <LoadingPage />}
      {problem?.status === 401 && (
        <Notice tone="warn" role="alert" title={words.ended}>
          {words.endedHelp}
        </Notice>
      )}
      {problem !== null && problem.status !== 401 && (
        <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      )}
      {data && problem === null && <OpenedLink link={data} />}
    </main>
  );
}

function OpenedLink({ link }: { readonly link: OwnLink }) {
  return (
    <>
      <Text mt="sm" maw={720}>
        {words.asked(link.account, link.createdBy)}
      </Text>
      <Text size="sm" className="soft" mt={4}>
        {words.ends} <When at={link.expiresAt} />.
      </Text>
      <section aria-labelledby="sheet">
        <Title order={2} id="sheet" mb="sm">
          {words.sheet}
        </Title>
        <HandoverSheet />
      </section>
      <section aria-labelledby="files">
        <Title order={2} id="files" mb="sm">
          {words.files}
        </Title>
        <TargetFiles />
      </section>
      <section className={classes.columns} aria-label={words.feeds}>
        <FeedAddresses />
        <MatchForm />
        <AppliedForm link={link} />
      </section>
    </>
  );
}
