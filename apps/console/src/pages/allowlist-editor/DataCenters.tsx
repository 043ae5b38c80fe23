import { ActionIcon, Button, Text, TextInput, Title } from '@mantine/core';
import { dataCenterSchema, type DataCenter } from '@postern/core/allowlist-document';
import { inputErrors } from '@postern/core/problem';
import { useState, type FormEvent } from 'react';
import { Icon } from '../../components/Icon';
import { text } from '../../text';
import classes from './AllowlistEditor.module.css';
import type { Draft } from './draft';

const words = text.allowlistEditor.dataCenters;
const nothing: DataCenter = { id: '', label: '' };

type Props = { readonly draft: Draft; readonly onChange: (draft: Draft, change: string) => void };

/** The data centres of the list with their names. One that entries name cannot be removed. */
export function DataCenters({ draft, onChange }: Props) {
  const { dataCenters } = draft;
  const change = (next: readonly DataCenter[], what: string) =>
    onChange({ ...draft, dataCenters: next }, what);
  const isUsed = (id: string) => draft.rows.some(({ entry }) => entry.dataCenter === id);
  return (
    <section className={`card ${classes.card}`} aria-labelledby="data-centers">
      <Title order={2} size="h3" id="data-centers">
        {words.title}
      </Title>
      <Text size="sm" className="soft" mt={4} mb="sm">
        {words.lead}
      </Text>
      {dataCenters.length > 0 && (
        <ul className={classes.dataCenters}>
          {dataCenters.map((each) => (
            <li key={each.id}>
              <span className="mono">{each.id}</span>
              <LabelField
                dataCenter={each}
                onRename={(label) =>
                  change(
                    dataCenters.map((other) => (other.id === each.id ? { ...other, label } : other)),
                    words.renamed(each.id),
                  )
                }
              />
              <ActionIcon
                variant="subtle"
                color="red"
                c="var(--fail)"
                disabled={isUsed(each.id)}
                aria-label={words.remove(each.id)}
                title={words.remove(each.id)}
                onClick={() =>
                  change(
                    dataCenters.filter(({ id }) => id !== each.id),
                    words.removed(each.id),
                  )
                }
              >
                <Icon name="trash" size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <NewDataCenter
        known={dataCenters.map(({ id }) => id)}
        onAdd={(added) => change([...dataCenters, added], words.added(added.id))}
      />
    </section>
  );
}

type LabelProps = { readonly dataCenter: DataCenter; readonly onRename: (label: string) => void };

/** The name of a data centre, which changes the draft once the field is left. */
function LabelField({ dataCenter: { id, label }, onRename }: LabelProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const problem = typed === null ? undefined : errorsOf({ id, label: typed })['label'];
  const leave = () => {
    if (typed !== null && typed !== label && problem === undefined) onRename(typed);
    if (problem === undefined) setTyped(null);
  };
  return (
    <TextInput
      aria-label={words.rename(id)}
      value={typed ?? label}
      error={problem}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}

type NewProps = { readonly known: readonly string[]; readonly onAdd: (dataCenter: DataCenter) => void };

function NewDataCenter({ known, onAdd }: NewProps) {
  const [typed, setTyped] = useState(nothing);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = known.includes(typed.id) ? { id: words.taken } : errorsOf(typed);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    onAdd(typed);
    setTyped(nothing);
  };
  const set = (field: 'id' | 'label', value: string) => {
    setTyped({ ...typed, [field]: value });
    setErrors({});
  };
  return (
    <form onSubmit={submit} noValidate className={classes.newDataCenter}>
      <TextInput
        label={words.id}
        placeholder="eu1"
        spellCheck={false}
        autoComplete="off"
        value={typed.id}
        error={errors['id']}
        onChange={(event) => set('id', event.currentTarget.value.trim())}
      />
      <TextInput
        label={words.label}
        placeholder="Frankfurt"
        autoComplete="off"
        value={typed.label}
        error={errors['label']}
        onChange={(event) => set('label', event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {words.add}
      </Button>
    </form>
  );
}

/** What is wrong with the fields of a data centre. */
function errorsOf(dataCenter: DataCenter): Readonly<Record<string, string>> {
  const parsed = dataCenterSchema.safeParse(dataCenter);
  if (parsed.success) return {};
  return Object.fromEntries(
    inputErrors(parsed.error.issues).map(({ path, code, message }) => [
      path,
      code === 'too-small' ? text.form.messages.required : message,
    ]),
  );
}
