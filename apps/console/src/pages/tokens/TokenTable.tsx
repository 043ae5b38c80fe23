import { Button, Table, Text } from '@mantine/core';
import type { Token } from '../../api/tokens';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';

const words = text.tokens;
const [nameLabel, roleLabel, createdLabel, usedLabel, expiresLabel] = words.columns;

type Props = {
  readonly rows: readonly Token[];
  /** The id of the token that this session was started with. */
  readonly ownId: string;
  readonly onRevoke: (token: Token) => void;
};

/** A table of tokens that becomes a list of cards where it is too narrow for columns. */
export function TokenTable({ rows, ownId, onRevoke }: Props) {
  return (
    <div className="card stacking">
      <Table verticalSpacing="sm" horizontalSpacing="md" role="table" aria-label={words.title}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {words.columns.map((column) => (
              <Table.Th key={column} role="columnheader">
                {column}
              </Table.Th>
            ))}
            <Table.Th role="columnheader">
              <span className="visuallyHidden">{words.revoke}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((token) => (
            <Table.Tr key={token.id} role="row">
              <Table.Td role="cell" data-label={nameLabel} fw={600}>
                <div>
                  {token.name} {token.id === ownId && <Tag tone="wait">{words.own}</Tag>}
                </div>
              </Table.Td>
              <Table.Td role="cell" data-label={roleLabel}>
                {text.roles[token.role]}
              </Table.Td>
              <Table.Td role="cell" data-label={createdLabel}>
                <div>
                  <When at={token.createdAt} />
                  <Text size="xs" className="soft">
                    {words.by(token.createdBy)}
                  </Text>
                </div>
              </Table.Td>
              <Table.Td role="cell" data-label={usedLabel}>
                <When at={token.lastUsedAt} />
              </Table.Td>
              <Table.Td role="cell" data-label={expiresLabel}>
                <When at={token.expiresAt} />
              </Table.Td>
              <Table.Td role="cell" ta="right">
                <Button variant="subtle" c="var(--fail)" size="xs" onClick={() => onRevoke(token)}>
                  {words.revoke}
                  <span className="visuallyHidden"> {token.name}</span>
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
