import { Button, Text } from '@mantine/core';
import { authorityWarningDays } from '@postern/core/certificate-authority';
import type { CertificateAuthority } from '../../api/certificate-authorities';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';

const words = text.authorities;

type Props = {
  readonly rows: readonly CertificateAuthority[];
  readonly onDelete: (authority: CertificateAuthority) => void;
};

/** A table of certificate authorities, each with its subject, its end and a button that deletes it. */
export function AuthorityTable({ rows, onDelete }: Props) {
  return (
    <StackingTable
      label={words.title}
      columns={words.columns}
      rows={rows}
      idOf={({ id }) => id}
      cells={[
        ({ name }) => (
          <Text span inherit fw={600}>
            {name}
          </Text>
        ),
        ({ subject, key, sha256 }) => (
          <div>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {subject}
            </Text>
            <Text size="xs" className="soft" style={{ overflowWrap: 'anywhere' }}>
              {key} · {sha256}
            </Text>
          </div>
        ),
        ({ validTo, daysLeft }) => (
          <div>
            <When at={validTo} />{' '}
            {daysLeft <= authorityWarningDays && (
              <Tag tone={daysLeft < 0 ? 'fail' : 'warn'}>{daysLeft < 0 ? words.ended : words.endsSoon}</Tag>
            )}
          </div>
        ),
        ({ createdAt, createdBy }) => (
          <div>
            <When at={createdAt} />
            <Text size="xs" className="soft">
              {text.tokens.by(createdBy)}
            </Text>
          </div>
        ),
      ]}
      action={{
        heading: words.remove,
        of: (authority) => (
          <Button variant="subtle" c="var(--fail)" size="xs" onClick={() => onDelete(authority)}>
            {words.remove}
            <span className="visuallyHidden"> {authority.name}</span>
          </Button>
        ),
      }}
    />
  );
}
