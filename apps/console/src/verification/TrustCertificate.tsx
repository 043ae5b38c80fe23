import { Box, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/client';
import { settingsKey } from '../api/mail-settings';
import { trustCertificate } from '../api/verifications';
import { Icon } from '../components/Icon';
import { Notice } from '../components/Notice';
import { ProblemAlert } from '../components/ProblemAlert';
import { useMe } from '../session/use-me';
import { text } from '../text';
import { verificationId } from './verification-id';

type Props = { readonly domain: string; readonly endpoint: 'imap' | 'smtp'; readonly sha256: string };

/** Asks the admin to compare the fingerprints before the certificate is accepted. */
export function TrustCertificate({ domain, endpoint, sha256 }: Props) {
  const mayWrite = useMe().may('settings:write');
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const trust = useMutation({
    mutationFn: () => trustCertificate(domain, { endpoint, sha256 }),
    onSuccess: () => {
      // The button is gone with this report; the next one appears in the same section.
      document.getElementById(verificationId)?.focus({ preventScroll: true });
      return queries.invalidateQueries({ queryKey: settingsKey });
    },
  });
  if (!mayWrite) return null;
  if (trust.isSuccess) return <Text mt="sm">{text.certificate.trusted}</Text>;
  if (!isAsking) {
    return (
      <Button
        mt="md"
        size="xs"
        variant="default"
        leftSection={<Icon name="shield" size={14} />}
        onClick={() => setIsAsking(true)}
      >
        {text.certificate.trust}
      </Button>
    );
  }
  return (
    <Box mt="md">
      <Notice tone="warn" title={text.certificate.askTitle}>
        <Text size="sm">{text.certificate.ask}</Text>
        {trust.isError && <ProblemAlert problem={problemOf(trust.error)} />}
        <Group mt="sm" gap="xs">
          <Button size="xs" loading={trust.isPending} onClick={() => trust.mutate()}>
            {text.certificate.confirm}
          </Button>
          <Button size="xs" variant="default" onClick={() => setIsAsking(false)}>
            {text.common.cancel}
          </Button>
        </Group>
      </Notice>
    </Box>
  );
}
