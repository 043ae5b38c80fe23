import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { historyQuery } from '../api/verifications';
import { StateBadge } from '../components/StateBadge';
import { When } from '../components/When';
import { text } from '../text';
import { failureTitle } from '../text/failure-title';
import { HistoryChart } from './HistoryChart';
import classes from './Verification.module.css';

type Props = { readonly domain: string; readonly latest: string | null; readonly state: string };
const shown = 12;

/** A chart of connect and TLS times, and below it the earlier verifications, newest first. */
export function History({ domain, latest, state }: Props) {
  // The latest verification and its state are part of the key, because the history changes with them.
  const { data } = useQuery(historyQuery(domain, `${latest} ${state}`));
  const rows = data?.data ?? [];
  if (rows.length === 0) return null;
  return (
    <section className={classes.history} aria-label={text.history.heading}>
      <Title order={2} mb="xs">
        {text.history.heading}
      </Title>
      <HistoryChart rows={rows} />
      <ol className={classes.timeline}>
        {rows.slice(0, shown).map((row) => (
          <li key={row.id} data-state={row.state}>
            <div className={classes.timelineLine}>
              <StateBadge state={row.state} />
              <span>{text.triggers[row.trigger]}</span>
              <When at={row.finishedAt ?? row.createdAt} />
            </div>
            {row.failure !== null && (
              <Text size="sm" className="soft">
                {failureTitle(row.failure)}
              </Text>
            )}
          </li>
        ))}
      </ol>
      {rows.length > shown && (
        <Text size="sm" className="soft">
          {text.history.more(rows.length - shown)}
        </Text>
      )}
    </section>
  );
}
