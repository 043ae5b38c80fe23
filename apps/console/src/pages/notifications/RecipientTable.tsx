import type { Recipient } from '../../api/notifications';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';

const words = text.notifications.mail;

/** The recipients of mails: who has confirmed, and what became of the newest mail to each. */
export function RecipientTable({ rows }: { readonly rows: readonly Recipient[] }) {
  return (
    <StackingTable
      label={words.recipients}
      columns={words.columns}
      rows={rows}
      idOf={({ email }) => email}
      cells={[
        ({ email }) => email,
        ({ confirmedAt }) => (
          <div>
            {confirmedAt === null ? <Tag tone="wait">{words.waiting}</Tag> : <When at={confirmedAt} />}
          </div>
        ),
        ({ lastMail }) =>
          lastMail === null ? (
            <span className="soft">{words.none}</span>
          ) : (
            <div>
              <Tag tone={lastMail.state === 'failed' ? 'fail' : 'idle'}>
                {words.mailStates[lastMail.state]}
              </Tag>{' '}
              <When at={lastMail.at} /> {lastMail.failure}
            </div>
          ),
      ]}
    />
  );
}
