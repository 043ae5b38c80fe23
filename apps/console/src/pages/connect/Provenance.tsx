import { Text } from '@mantine/core';
import type { PopulateAnswer } from '../../api/populate';
import { Notice } from '../../components/Notice';
import { When } from '../../components/When';
import { Found } from '../../discovery/Found';
import { text } from '../../text';

type Props = { readonly answer: Extract<PopulateAnswer, { match: 'exact' }> };

/** Says where the values below come from (R14). */
export function Provenance({ answer }: Props) {
  const words = text.connect;
  const { updatedAt, verifiedAt, discovered } = answer.provenance;
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
      <Found discovered={discovered} />
    </Notice>
  );
}
