import { Anchor } from '@mantine/core';
import type { Summary } from '../../api/summary';
import { Link } from '@tanstack/react-router';
import { StackingTable } from '../../components/StackingTable';
import { When } from '../../components/When';
import { text } from '../../first-text';

const words = text.overview;
const pageOf = { 'certificate-authority': '/certificate-authorities', token: '/tokens' } as const;

/** What ends soon, one row each; a row leads to the page where it is renewed. */
export function EndingTable({ ending }: { readonly ending: Summary['ending'] }) {
  return (
    <StackingTable
      label={words.ending}
      columns={words.endingColumns}
      rows={ending}
      idOf={({ kind, name, endsAt }) => `${kind} ${name} ${endsAt}`}
      cells={[
        ({ kind }) => words.endingKinds[kind],
        ({ kind, name }) => (
          <Anchor size="sm" renderRoot={(props) => <Link to={pageOf[kind]} {...props} />}>
            {name}
          </Anchor>
        ),
        ({ endsAt }) => <When at={endsAt} />,
      ]}
    />
  );
}
