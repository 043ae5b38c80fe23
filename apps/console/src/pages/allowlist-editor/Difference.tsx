import { Text, Title } from '@mantine/core';
import { allowlistProtocolSchema, entryPrefix } from '@postern/core/allowlist-document';
import { measureSize, subtractPrefixes } from '@postern/core/prefix-set';
import { useMemo } from 'react';
import type { AllowlistEntry, ListToPublish, Published, PublishedBase } from '../../api/allowlist-draft';
import { text } from '../../text';
import { ChangeList } from '../allowlist/ChangeList';
import classes from './AllowlistEditor.module.css';

const words = text.allowlistEditor.check;

type Props = {
  readonly base: PublishedBase;
  readonly list: ListToPublish;
  readonly changes: Published['changes'];
};

/** What a list changes against the published revision: how many addresses come and go in each protocol, and each change. */
export function Difference({ base, list, changes }: Props) {
  const { document } = base;
  const sizes = useMemo(() => sizesOf(document.entries, list.entries), [document, list]);
  const count = (kind: Published['changes'][number]['change']) =>
    changes.filter(({ change }) => change === kind).length;
  return (
    <section aria-labelledby="difference" className={classes.difference}>
      <Title order={3} id="difference">
        {words.difference(document.revision)}
      </Title>
      {changes.length === 0 ? (
        <Text size="sm">{words.noChanges}</Text>
      ) : (
        <>
          <Text size="sm">{words.counts(count('added'), count('removed'), count('state'))}</Text>
          <ul className={classes.sizes}>
            {sizes.map(({ protocol, come, go }) => (
              <li key={protocol}>
                <strong>
                  {text.allowlist.lists[protocol]}
                  {text.formats.colon}
                </strong>{' '}
                {come === null && go === null
                  ? words.stay
                  : [come && words.come(come), go && words.go(go)].filter(Boolean).join(', ')}
              </li>
            ))}
          </ul>
          <ChangeList
            revision={document.revision + 1}
            changes={changes}
            labels={[...list.dataCenters, ...document.dataCenters]}
          />
        </>
      )}
    </section>
  );
}

/** The addresses that come and go in each protocol that has entries, in words; null for none. */
function sizesOf(before: readonly AllowlistEntry[], after: readonly AllowlistEntry[]) {
  return allowlistProtocolSchema.options.flatMap((protocol) => {
    const [old, now] = [before, after].map((entries) =>
      entries.filter((entry) => entry.protocol === protocol).map(entryPrefix),
    ) as [ReturnType<typeof entryPrefix>[], ReturnType<typeof entryPrefix>[]];
    if (old.length + now.length === 0) return [];
    const [come, go] = [subtractPrefixes(now, old), subtractPrefixes(old, now)];
    const sizeOf = (set: typeof come) => (set.length === 0 ? null : text.allowlist.size(measureSize(set)));
    return [{ protocol, come: sizeOf(come), go: sizeOf(go) }];
  });
}
