import { Button, Text } from '@mantine/core';
import type { Token } from '../../api/tokens';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';

const words = text.tokens;

type Props = {
  readonly rows: readonly Token[];
  /** The id of the token that this session was started with. */
  readonly ownId: string | null;
  readonly onRevoke: (token: Token) => void;
};

/** A table of tokens, each with a button that revokes it. */
export function TokenTable({ rows, ownId, onRevoke }: Props) {
  return (
    <StackingTable
      label={words.title}
      columns={words.columns}
      rows={rows}
      idOf={({ id }) => id}
      cells={[
        ({ id, name }) => (
          <Text span inherit fw={600}>
            {name} {id === ownId && <Tag tone="wait">{words.own}</Tag>}
          </Text>
        ),
        ({ role }) => text.roles[role],
        ({ createdAt, createdBy }) => (
          <div>
            <When at={createdAt} />
            <Text size="xs" className="soft">
              {words.by(createdBy)}
            </Text>
          </div>
        ),
        ({ lastUsedAt }) => <When at={lastUsedAt} />,
        ({ expiresAt }) => <When at={expiresAt} />,
      ]}
      action={{
        heading: words.revoke,
        of: (token) => (
          <Button variant="subtle" c="var(--fail)" size="xs" onClick={() => onRevoke(token)}>
            {words.revoke}
            <span className="visuallyHidden"> {token.name}</span>
          </Button>
        ),
      }}
    />
  );
}
