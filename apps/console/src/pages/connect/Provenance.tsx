import { SegmentedControl, Text } from '@mantine/core';
import type { SettingsKind } from '../../api/mail-settings';
import type { PopulateAnswer } from '../../api/populate';
import { Notice } from '../../components/Notice';
import { When } from '../../components/When';
import { text } from '../../text';

type Props = {
  readonly answer: PopulateAnswer;
  readonly kind: SettingsKind;
  readonly canChoose: boolean;
  readonly onChoose: (kind: SettingsKind) => void;
};

/** Says where the values below come from, or that the domain has no settings (R14). */
export function Provenance({ answer, kind, canChoose, onChoose }: Props) {
  const words = text.connect;
  if (answer.match === 'exact') {
    const { updatedAt, verifiedAt } = answer.provenance;
    const isVerified = verifiedAt !== null;
    return (
      <Notice
        tone={isVerified ? 'pass' : 'warn'}
        role="status"
        title={isVerified ? words.filled(answer.domain) : words.unverified(answer.domain)}
      >
        <Text size="sm">
          {words.changed} <When at={updatedAt} /> ·{' '}
          {!isVerified ? (
            words.notVerified
          ) : (
            <>
              {words.verified} <When at={verifiedAt} />
            </>
          )}
        </Text>
      </Notice>
    );
  }
  return (
    <Notice tone="idle" role="status" title={words.nothing(answer.domain)}>
      <Text size="sm">{words.nothingHelp}</Text>
      {canChoose && (
        <SegmentedControl
          mt="sm"
          size="sm"
          aria-label={words.kind}
          value={kind}
          onChange={(value) => onChoose(value as SettingsKind)}
          data={[
            { value: 'imap', label: text.kinds.imap },
            { value: 'exchange', label: text.kinds.exchange },
          ]}
        />
      )}
    </Notice>
  );
}
