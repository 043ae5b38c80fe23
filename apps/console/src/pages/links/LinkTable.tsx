import { Button, Text } from '@mantine/core';
import type { Link } from '../../api/links';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';

const words = text.links;
type Props = { readonly rows: readonly Link[]; readonly onRevoke: (link: Link) => void };

/** A table of links for IT, each with its state and a button that revokes it. */
export function LinkTable({ rows, onRevoke }: Props) {
  return (
    <StackingTable
      label={words.title}
      columns={words.columns}
      rows={rows}
      idOf={({ id }) => id}
      cells={[
        ({ createdAt, createdBy }) => (
          <div>
            <When at={createdAt} />
            <Text size="xs" className="soft">
              {words.by(createdBy)}
            </Text>
          </div>
        ),
        ({ domains }) => domains?.join(', ') ?? words.allDomains,
        (link) => <LinkState link={link} />,
        ({ expiresAt }) => <When at={expiresAt} />,
      ]}
      action={{
        heading: words.revoke,
        of: (link) => (
          <Button variant="subtle" c="var(--fail)" size="xs" onClick={() => onRevoke(link)}>
            {words.revoke}
            <span className="visuallyHidden"> {link.domains?.join(', ') ?? words.allDomains}</span>
          </Button>
        ),
      }}
    />
  );
}

/** Whether a link was opened, whether IT said that the rules are applied, and whether it has ended. */
function LinkState({ link }: { readonly link: Link }) {
  const { openedAt, appliedBy, appliedOn } = link;
  return (
    <div>
      {appliedBy !== undefined && appliedOn !== undefined && (
        <Tag tone="pass" icon="check">
          {words.applied(appliedBy, appliedOn)}
        </Tag>
      )}{' '}
      {hasEnded(link) && <Tag>{words.states.ended}</Tag>}
      {!hasEnded(link) && openedAt === null && <Tag>{words.states.new}</Tag>}
      {openedAt !== null && (
        <Text size="sm">
          {words.states.opened} <When at={openedAt} />
        </Text>
      )}
    </div>
  );
}

function hasEnded({ expiresAt }: Link): boolean {
  return new Date(expiresAt) <= new Date();
}
