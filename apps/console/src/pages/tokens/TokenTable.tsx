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
  readonly onRotate: (token: Token) => void;
  readonly onRevoke: (token: Token) => void;
};

/** A table of tokens, each with buttons that rotate and revoke it. */
export function TokenTable({ rows, ownId, onRotate, onRevoke }: Props) {
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
        (token) => <RoleAndLimits token={token} />,
        ({ createdAt, createdBy }) => (
          <div>
            <When at={createdAt} />
            <Text size="xs" className="soft">
              {words.by(createdBy)}
            </Text>
          </div>
        ),
        ({ lastUsedAt, lastUsedAddress }) => (
          <div>
            <When at={lastUsedAt} />
            {lastUsedAddress !== null && (
              <Text size="xs" className="soft">
                {words.from(lastUsedAddress)}
              </Text>
            )}
          </div>
        ),
        ({ expiresAt, expiresSoon }) => (
          <div>
            <When at={expiresAt} /> {expiresSoon && <Tag tone="warn">{words.endsSoon}</Tag>}
          </div>
        ),
      ]}
      action={{
        heading: words.revoke,
        of: (token) => (
          <>
            <Button variant="subtle" size="xs" onClick={() => onRotate(token)}>
              {words.rotate}
              <span className="visuallyHidden"> {token.name}</span>
            </Button>
            <Button variant="subtle" c="var(--fail)" size="xs" onClick={() => onRevoke(token)}>
              {words.revoke}
              <span className="visuallyHidden"> {token.name}</span>
            </Button>
          </>
        ),
      }}
    />
  );
}

function RoleAndLimits({ token }: { readonly token: Token }) {
  const { role, scopes, sources } = token;
  return (
    <div>
      {text.roles[role]}
      {scopes !== null && (
        <Text size="xs" className="soft">
          {words.only(scopes.join(', '))}
        </Text>
      )}
      {sources !== null && (
        <Text size="xs" className="soft">
          {words.from(sources.join(', '))}
        </Text>
      )}
    </div>
  );
}
