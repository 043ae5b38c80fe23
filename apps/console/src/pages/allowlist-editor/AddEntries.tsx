import { Button, Group, List, NativeSelect, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { entryKey } from '@postern/core/allowlist-diff';
import { allowlistProtocolSchema, entryStateSchema } from '@postern/core/allowlist-document';
import { useMemo, useState } from 'react';
import { FileDrop } from '../../components/FileDrop';
import { FieldError } from '../../form/FieldError';
import { text } from '../../text';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';
import classes from './AllowlistEditor.module.css';
import { dataCenterChoices } from './data-center-choices';
import { addEntries, type Draft } from './draft';
import { inWords } from './in-words';
import { dateAfterNotice, startOfDate } from './life-dates';
import { onlyWrong, readLines, repairLine, type ReadLines, type WrongLine } from './read-lines';

const words = text.allowlistEditor;
const wrongShown = 50;
const states = entryStateSchema.exclude(['retiring']);

type Props = { readonly draft: Draft; readonly onChange: (draft: Draft, change: string) => void };

/** Takes pasted lines or a file, and says of each line that is wrong what is wrong, before anything is added. */
export function AddEntries({ draft, onChange }: Props) {
  const [lines, setLines] = useState('');
  const [protocol, setProtocol] = useState('');
  const [dataCenter, setDataCenter] = useState('');
  const [state, setState] = useState<'active' | 'announced'>('active');
  const [activeFrom, setActiveFrom] = useState(dateAfterNotice);
  useUnsavedWork(lines.trim() !== '');
  const isAnnounced = state === 'announced';
  const read = useMemo(
    () =>
      readLines(lines, {
        protocol: allowlistProtocolSchema.safeParse(protocol).data ?? null,
        dataCenter: dataCenter === '' ? null : dataCenter,
        state,
        activeFrom: isAnnounced ? startOfDate(activeFrom) : null,
      }),
    [lines, protocol, dataCenter, state, isAnnounced, activeFrom],
  );
  const take = (next: string) => setLines(next.replaceAll(/\r\n?/g, '\n'));
  const listed = new Set(draft.rows.map(({ entry }) => entryKey(entry)));
  // A line without a state of its own would take the dates of an entry that has them.
  const fresh = read.hasStates ? read.entries : read.entries.filter((entry) => !listed.has(entryKey(entry)));
  const put = (to: Draft, entries: ReadLines['entries'], change: string) => {
    onChange(addEntries(to, { entries, dataCenters: read.dataCenters }), change);
    setLines(onlyWrong(lines, read.wrong));
  };
  const empty: Draft = { dataCenters: draft.dataCenters, rows: [] };
  return (
    <section className={`card ${classes.card}`} aria-labelledby="add-entries">
      <Title order={2} size="h3" id="add-entries">
        {words.add.title}
      </Title>
      <Text size="sm" className="soft" mt={4} mb="sm">
        {words.add.lead}
      </Text>
      <Stack gap="sm">
        <Textarea
          label={words.add.lines}
          placeholder={words.add.placeholder}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          autosize
          minRows={3}
          maxRows={12}
          value={lines}
          onChange={(event) => take(event.currentTarget.value)}
        />
        {lines === '' && <FileDrop label={words.add.drop} onFile={({ content }) => take(content)} />}
        <div className={classes.fields}>
          <NativeSelect
            label={words.add.protocol}
            data={[
              { value: '', label: words.add.noProtocol },
              ...allowlistProtocolSchema.options.map((value) => ({
                value,
                label: text.allowlist.lists[value],
              })),
            ]}
            value={protocol}
            onChange={(event) => setProtocol(event.currentTarget.value)}
          />
          <NativeSelect
            label={words.add.dataCenter}
            data={dataCenterChoices(draft.dataCenters, null)}
            value={dataCenter}
            onChange={(event) => setDataCenter(event.currentTarget.value)}
          />
          {!read.hasStates && (
            <NativeSelect
              label={words.add.state}
              data={states.options.map((value) => ({ value, label: text.allowlist.states[value] }))}
              value={state}
              onChange={(event) => setState(states.parse(event.currentTarget.value))}
            />
          )}
          {!read.hasStates && isAnnounced && (
            <TextInput
              type="date"
              label={words.add.activeFrom}
              required
              withAsterisk={false}
              value={activeFrom}
              onChange={(event) => setActiveFrom(event.currentTarget.value)}
            />
          )}
        </div>
        <Notes read={read} listed={read.entries.length - fresh.length} />
        {read.wrong.length > 0 && <WrongLines text={lines} wrong={read.wrong} onRepair={take} />}
        <Group gap="sm">
          <Button
            disabled={fresh.length === 0}
            onClick={() => put(draft, fresh, words.add.added(fresh.length))}
          >
            {words.add.submit(fresh.length)}
          </Button>
          {draft.rows.length > 0 && read.entries.length > 0 && (
            <Button
              variant="default"
              onClick={() => put(empty, read.entries, words.add.replaced(read.entries.length))}
            >
              {words.add.replace(read.entries.length)}
            </Button>
          )}
        </Group>
      </Stack>
    </section>
  );
}

/** What was read besides new entries; announced as it changes. */
function Notes({ read, listed }: { readonly read: ReadLines; readonly listed: number }) {
  return (
    <div role="status" className={classes.notes}>
      {read.blank > 0 && <p>{words.add.blank(read.blank)}</p>}
      {listed > 0 && <p>{words.add.listed(listed)}</p>}
      {read.hasStates && read.entries.length > 0 && <p>{words.add.ownStates}</p>}
    </div>
  );
}

type WrongProps = {
  readonly text: string;
  readonly wrong: readonly WrongLine[];
  readonly onRepair: (text: string) => void;
};

function WrongLines({ text: lines, wrong, onRepair }: WrongProps) {
  const repairs = wrong.filter(({ suggestion, value }) => suggestion !== undefined && value !== '');
  const repairAll = () =>
    onRepair(repairs.reduce((content, each) => repairLine(content, each, each.suggestion!), lines));
  return (
    <div className={classes.wrong}>
      <Text size="sm" fw={600}>
        {words.add.wrongTitle(new Set(wrong.map(({ line }) => line)).size)}
      </Text>
      <List size="sm" listStyleType="none" spacing={4} mt={4}>
        {wrong.slice(0, wrongShown).map((each) => (
          <List.Item key={`${each.line} ${each.path}`}>
            <span className="soft">
              {words.add.line(each.line)}
              {text.formats.colon}
            </span>{' '}
            <FieldError
              problem={inWords(each)}
              onRepair={(value) => onRepair(repairLine(lines, each, value))}
            />
          </List.Item>
        ))}
      </List>
      {wrong.length > wrongShown && <Text size="sm">{words.add.more(wrong.length - wrongShown)}</Text>}
      {repairs.length > 1 && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={repairAll}>
          {words.add.repairAll(repairs.length)}
        </Button>
      )}
    </div>
  );
}
