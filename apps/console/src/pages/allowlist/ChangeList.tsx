import { Button, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { AllowlistAnswer, AllowlistChange } from '../../api/allowlist';
import { Tag } from '../../components/Tag';
import { formatTime } from '../../components/When';
import { text } from '../../text';
import classes from './Allowlist.module.css';

const words = text.allowlist;
const tones = { added: 'pass', removed: 'fail', state: 'wait' } as const;
const shownAtFirst = 8;

type Props = {
  /** The current revision. */
  readonly revision: number;
  /** The changes in the API's order, oldest first. */
  readonly changes: readonly AllowlistChange[];
  readonly labels: AllowlistAnswer['dataCenters'];
};

/** The changes of the last revisions, grouped by revision, newest first. */
export function ChangeList({ revision, changes, labels }: Props) {
  const [isWhole, setIsWhole] = useState(false);
  if (changes.length === 0) {
    return (
      <Text size="sm" className="soft">
        {revision === 1 ? words.firstRevision : words.noChanges}
      </Text>
    );
  }
  const newestFirst = changes.toReversed();
  const shown = isWhole ? newestFirst : newestFirst.slice(0, shownAtFirst);
  const revisions = [...new Set(shown.map((change) => change.revision))];
  return (
    <>
      {revisions.map((number) => (
        <section key={number} aria-label={words.revision(number)} className={classes.revision}>
          <Title order={4} size="sm" className="soft">
            {words.revision(number)}
          </Title>
          <ul className={classes.changes}>
            {shown
              .filter((each) => each.revision === number)
              .map((each) => (
                <Change
                  key={`${each.change} ${each.entry.protocol} ${each.entry.cidr} ${each.entry.dataCenter ?? ''}`}
                  change={each}
                  labels={labels}
                />
              ))}
          </ul>
        </section>
      ))}
      {newestFirst.length > shown.length && (
        <Button variant="subtle" size="compact-sm" mt="xs" ml={-8} onClick={() => setIsWhole(true)}>
          {words.allChanges(newestFirst.length)}
        </Button>
      )}
    </>
  );
}

function Change({ change, labels }: { readonly change: AllowlistChange; readonly labels: Props['labels'] }) {
  const { entry, change: kind, effectiveAt } = change;
  const place =
    entry.dataCenter === null
      ? words.everyDataCenter
      : (labels.find(({ id }) => id === entry.dataCenter)?.label ?? entry.dataCenter);
  return (
    <li>
      <div className={classes.change}>
        <Tag tone={tones[kind]}>{kind === 'state' ? words.states[entry.state] : words.changeKinds[kind]}</Tag>
        <span className="mono">{entry.cidr}</span>
      </div>
      <Text size="xs" className="soft">
        {words.changeAbout(entry.protocol, place, formatTime(effectiveAt))}
      </Text>
    </li>
  );
}
