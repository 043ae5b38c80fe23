import { Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../api/client';
import { dismissHint, hintsQuery, type ServerHint } from '../api/hints';
import { settingsKey, type MailSettings } from '../api/mail-settings';
import { summaryKey } from '../api/summary';
import { BusyButton } from '../components/BusyButton';
import { Notice } from '../components/Notice';
import { ProblemAlert } from '../components/ProblemAlert';
import { Tag } from '../components/Tag';
import { candidateValues } from '../form/candidate-values';
import { ChangedFields } from '../form/ChangedFields';
import { fromSettings } from '../form/settings-input';
import type { Fields } from '../form/use-fields';
import { text } from '../text';
import classes from './Discovery.module.css';
import { Found } from './Found';
import { trustTones } from './trust-tones';
import { UseCandidate } from './UseCandidate';

const words = text.discovery;

type Props = { readonly settings: MailSettings; readonly fields: Fields; readonly mayWrite: boolean };

/** What the provider publishes that differs from the settings; nothing if it is the same. An admin reviews or dismisses it. */
export function ServerHints({ settings, fields, mayWrite }: Props) {
  const { data } = useQuery(hintsQuery(settings.domain, settings.revision));
  return data?.data.map((hint) => (
    <Hint key={hint.id} hint={hint} settings={settings} fields={fields} mayWrite={mayWrite} />
  ));
}

function Hint({ hint, settings, fields, mayWrite }: Props & { readonly hint: ServerHint }) {
  const queries = useQueryClient();
  const dismiss = useMutation({
    mutationFn: () => dismissHint(settings.domain, hint.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: hintsQuery(settings.domain, settings.revision).queryKey });
      await queries.invalidateQueries({ queryKey: settingsKey });
      await queries.invalidateQueries({ queryKey: summaryKey });
    },
  });
  const { trust } = hint.discovered;
  return (
    <Notice tone="warn" icon="search" role="status" title={words.hint.title}>
      <Group gap={6} my={6}>
        <Tag tone={trustTones[trust]}>{words.trust[trust]}</Tag>
        <Tag tone="pass" icon="check">
          {words.hint.checked}
        </Tag>
      </Group>
      <Found discovered={hint.discovered} />
      <div className={classes.facts}>
        <ChangedFields
          stored={settings}
          kind={hint.kind}
          values={{ ...fromSettings(settings), ...candidateValues(hint) }}
          heading={words.hint.changes}
        />
      </div>
      {mayWrite && (
        <Group gap="xs" mt="sm">
          <UseCandidate
            candidate={hint}
            fields={fields}
            isShownKind
            label={words.hint.review}
            onUsed={() => fields.focus(hint.kind === 'imap' ? 'imap.host' : 'exchange.url')}
          />
          <BusyButton
            size="xs"
            variant="default"
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate()}
          >
            {words.hint.dismiss}
          </BusyButton>
        </Group>
      )}
      <Text size="sm" mt="xs" className="soft">
        {words.hint.help}
      </Text>
      {dismiss.error !== null && <ProblemAlert problem={problemOf(dismiss.error)} />}
    </Notice>
  );
}
