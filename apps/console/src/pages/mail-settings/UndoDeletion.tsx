import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { problemOf } from '../../api/client';
import { useIdempotencyKey } from '../../api/idempotency-key';
import {
  createSettings,
  settingsKey,
  type MailSettings,
  type MailSettingsInput,
} from '../../api/mail-settings';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import classes from './MailSettings.module.css';

const offeredMs = 10_000;
type Props = { readonly settings: MailSettings; readonly onClose: () => void };

/** Says that a domain's settings are deleted, and offers for ten seconds to add them again. */
export function UndoDeletion({ settings, onClose }: Props) {
  const queries = useQueryClient();
  const keyFor = useIdempotencyKey();
  const undo = useMutation({
    mutationFn: () => {
      const input = inputOf(settings);
      return createSettings(input, keyFor(input));
    },
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: settingsKey });
    },
  });
  const isIdle = undo.isIdle;
  useEffect(() => {
    if (!isIdle) return;
    const timer = setTimeout(onClose, offeredMs);
    return () => clearTimeout(timer);
  }, [isIdle, onClose]);
  const words = text.mailSettings.deletion;
  return (
    <div className={classes.undo}>
      {undo.isError ? (
        <ProblemAlert problem={problemOf(undo.error)} onRetry={() => undo.mutate()} />
      ) : (
        <Notice tone="idle" role="status" onClose={onClose}>
          <Text size="sm">{words.done(settings.displayDomain)}</Text>
          <Button mt="xs" size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
            {words.undo}
          </Button>
        </Notice>
      )}
    </div>
  );
}

function inputOf(settings: MailSettings): MailSettingsInput {
  const { domain } = settings;
  if (settings.kind === 'exchange') return { domain, kind: 'exchange', exchange: settings.exchange };
  const { imap, smtp, allowNonSecureCertificate } = settings;
  return { domain, kind: 'imap', imap, smtp, allowNonSecureCertificate };
}
