import { Button, Group, List, Text, Title } from '@mantine/core';
import type { Finding } from '@postern/core/finding';
import type { ListToPublish } from '../../api/allowlist-draft';
import { problemOf } from '../../api/client';
import { BusyButton } from '../../components/BusyButton';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { findingText } from '../../text/finding-text';
import classes from './AllowlistEditor.module.css';
import { Difference } from './Difference';
import { entryOf } from './entry-of-finding';
import type { Checked, Publishing } from './use-publishing';

const words = text.allowlistEditor.check;
const tones = { error: 'fail', warning: 'warn', info: 'wait' } as const;
const shown = 30;

type Props = {
  readonly publishing: Publishing;
  /** Whether the list has no entries, so that there is nothing to check. */
  readonly isEmpty: boolean;
  readonly onShow: (cidr: string) => void;
};

/** Checks the draft, shows what was found and what would change, and publishes it. */
export function CheckPanel({ publishing, isEmpty, onShow }: Props) {
  const { checked, isCurrent, error, publishedRevision } = publishing;
  const problem = error === null ? null : problemOf(error);
  const hasErrors = checked?.changes === null;
  return (
    <section className={`card ${classes.card}`} aria-labelledby="check">
      <Title order={2} size="h3" id="check">
        {words.title}
      </Title>
      <Text size="sm" className="soft" mt={4} mb="sm">
        {words.lead}
      </Text>
      <Group gap="sm">
        <BusyButton
          variant={isCurrent && !hasErrors ? 'default' : 'filled'}
          disabled={isEmpty}
          loading={publishing.checking}
          onClick={publishing.onCheck}
        >
          {words.submit}
        </BusyButton>
        {isCurrent && !hasErrors && (
          <Button loading={publishing.publishing} onClick={publishing.onPublish}>
            {words.publish}
          </Button>
        )}
      </Group>
      <div role="status" className={classes.result}>
        {publishedRevision !== null && (
          <Notice tone="pass" title={words.published(publishedRevision)}>
            {words.publishedHelp}
          </Notice>
        )}
        {checked !== null && !isCurrent && <Notice tone="idle">{words.outdated}</Notice>}
        {isCurrent && hasErrors && <Notice tone="fail" title={words.refused} />}
        {isCurrent && checked?.findings.length === 0 && <Notice tone="pass" title={words.passed} />}
      </div>
      {problem?.code === 'revision-is-stale' ? (
        <Notice tone="warn" role="alert" title={words.stale.title}>
          <Text size="sm">{words.stale.detail}</Text>
          <Button mt="sm" size="xs" variant="default" onClick={publishing.onCompareAgain}>
            {words.stale.compare}
          </Button>
        </Notice>
      ) : (
        problem !== null && <ProblemAlert problem={problem} />
      )}
      {checked !== null && isCurrent && (
        <>
          <FindingList checked={checked} onShow={onShow} />
          {checked.changes !== null && (
            <Difference base={checked.base} list={checked.list} changes={checked.changes} />
          )}
        </>
      )}
    </section>
  );
}

type FindingListProps = { readonly checked: Checked; readonly onShow: (cidr: string) => void };

/** The findings, the most severe first; one about an entry leads to its line. */
function FindingList({ checked: { findings, list }, onShow }: FindingListProps) {
  return (['error', 'warning', 'info'] as const).map((level) => {
    const some = findings.filter((finding) => finding.level === level);
    if (some.length === 0) return null;
    return (
      <Notice key={level} tone={tones[level]} title={text.findings[level]}>
        <List size="sm" listStyleType="none" spacing={6}>
          {some.slice(0, shown).map((finding) => (
            <List.Item key={`${finding.code} ${finding.path ?? finding.text}`}>
              <FindingText finding={finding} list={list} onShow={onShow} />
            </List.Item>
          ))}
        </List>
        {some.length > shown && <Text size="sm">{words.more(some.length - shown)}</Text>}
      </Notice>
    );
  });
}

type FindingProps = {
  readonly finding: Finding;
  readonly list: ListToPublish;
  readonly onShow: (cidr: string) => void;
};

function FindingText({ finding, list, onShow }: FindingProps) {
  const entry = entryOf(finding, list);
  return (
    <>
      {findingText(finding)}{' '}
      {entry !== null && (
        <Button size="compact-xs" variant="default" onClick={() => onShow(entry.cidr)}>
          {words.show(entry.cidr)}
        </Button>
      )}
    </>
  );
}
