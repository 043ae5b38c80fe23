import { Group, Skeleton, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../api/client';
import { isPending, settingsKey, type MailSettings } from '../api/mail-settings';
import { serversQuery } from '../api/servers';
import { verificationKey, verifyAgain } from '../api/verifications';
import { BusyButton } from '../components/BusyButton';
import { Icon } from '../components/Icon';
import { ProblemAlert } from '../components/ProblemAlert';
import { StateBadge } from '../components/StateBadge';
import { When } from '../components/When';
import type { Fields } from '../form/use-fields';
import { useMe } from '../session/use-me';
import { text } from '../text';
import { History } from './History';
import { useVerification } from './use-verification';
import { verificationId } from './verification-id';
import { VerificationReport } from './VerificationReport';
import classes from './Verification.module.css';

type Props = { readonly settings: MailSettings; readonly fields: Fields };

/** The latest verification of a domain, a button that starts another one, and the history. */
export function DomainVerification({ settings, fields }: Props) {
  const mayVerify = useMe().may('settings:write');
  const queries = useQueryClient();
  const { verification, domain } = settings;
  const start = useMutation({
    mutationFn: () => verifyAgain(domain),
    onSuccess: (started) => {
      queries.setQueryData(verificationKey(started.id), started);
      return queries.invalidateQueries({ queryKey: settingsKey });
    },
  });
  return (
    <section
      id={verificationId}
      tabIndex={-1}
      className={classes.section}
      aria-label={text.verification.heading}
    >
      <Group justify="space-between" gap="sm" mb={4}>
        <Group gap="sm">
          <Title order={2}>{text.verification.heading}</Title>
          <StateBadge state={verification.state} />
        </Group>
        {mayVerify && (
          <BusyButton
            variant="default"
            size="xs"
            leftSection={<Icon name="play" size={14} />}
            loading={start.isPending}
            disabled={isPending(verification.state)}
            onClick={() => start.mutate()}
          >
            {verification.id === null ? text.verification.first : text.verification.again}
          </BusyButton>
        )}
      </Group>
      <span className="visuallyHidden" role="status">
        {text.verification.announce(text.states[verification.state])}
      </span>
      {verification.at !== null && (
        <Text size="sm" className="soft" mb="md">
          {text.verification.lastChecked} <When at={verification.at} />.
          <NextCheck domain={domain} />
        </Text>
      )}
      {start.isError && <ProblemAlert problem={problemOf(start.error)} />}
      {verification.id === null ? (
        <Text size="sm">{text.verification.none}</Text>
      ) : (
        <Latest id={verification.id} settings={settings} fields={fields} />
      )}
      <History domain={domain} latest={verification.id} state={verification.state} />
    </section>
  );
}

/** When the first of the domain's servers is measured next; an attempt by a user is not checked regularly. */
function NextCheck({ domain }: { readonly domain: string }) {
  const { data } = useQuery({ ...serversQuery(domain), refetchInterval: 60_000 });
  const next = data?.data.map(({ nextCheckAt }) => nextCheckAt).toSorted()[0];
  if (next === undefined) return null;
  return (
    <>
      {' '}
      {text.verification.nextCheck} <When at={next} />.
    </>
  );
}

function Latest({ id, settings, fields }: Props & { readonly id: string }) {
  const { data, error, refetch } = useVerification(id);
  if (data) return <VerificationReport verification={data} fields={fields} settings={settings} />;
  return error === null ? (
    <Skeleton h={200} />
  ) : (
    <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
  );
}
