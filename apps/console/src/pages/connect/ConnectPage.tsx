import { Button, SegmentedControl, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { problemOf } from '../../api/client';
import type { SettingsKind } from '../../api/mail-settings';
import { populateQuery, type Purpose } from '../../api/populate';
import { connectMailbox, type ConnectionInput } from '../../api/verifications';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { emptyValues, type FormValues } from '../../form/field-path';
import { areErrorsVisible } from '../../form/are-errors-visible';
import { HiddenErrors } from '../../form/HiddenErrors';
import { fromServers } from '../../form/settings-input';
import { TextField } from '../../form/TextField';
import { useFields } from '../../form/use-fields';
import { text } from '../../text';
import { choicesOf } from '../../text/choices-of';
import { FindServers } from './FindServers';
import classes from './Connect.module.css';
import { toConnection } from './connection-input';
import { ConnectionResult } from './ConnectionResult';
import { Provenance } from './Provenance';
import { ServersAndLogin } from './ServersAndLogin';

const words = text.connect;
const looksLikeAddress = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/;

type Submission = { readonly body: ConnectionInput; readonly submitted: FormValues };

/** Connects a user's mailbox: fills in the domain's settings, logs in once and shows each step (R9, R12–R15). */
export function ConnectPage() {
  // The servers that were filled in are folded until somebody wants to change them or a failure leads there.
  const [isFolded, setIsFolded] = useState(false);
  const fields = useFields(emptyValues, () => flushSync(() => setIsFolded(false)));
  const [purpose, setPurpose] = useState<Purpose>('mail');
  const [kind, setKind] = useState<SettingsKind>('imap');
  // A calendar is connected through Exchange only.
  const shownKind = purpose === 'calendar' ? 'exchange' : kind;
  const [accepted, setAccepted] = useState<ConnectionInput['certificates']>({});
  const [email] = useDebouncedValue(fields.values.email.trim(), 350);
  const isAddress = looksLikeAddress.test(email);
  const populate = useQuery({ ...populateQuery(email, purpose), enabled: isAddress });
  const found = populate.data;
  // The address that somebody has finished typing. Half an address may be one of another domain, whose servers must not
  // be sent it.
  const [finished, setFinished] = useState('');
  // The address whose servers the person has chosen or enters, and the search that found them.
  const [chosen, setChosen] = useState<{ email: string; discovery: string | null }>();
  const fill = fields.fill;
  useEffect(() => {
    if (found === undefined || found.match === 'none') return;
    fill(fromServers(found));
    setKind(found.kind);
    setIsFolded(true);
  }, [found, fill]);

  const connect = useMutation({
    mutationFn: ({ body }: Submission) => connectMailbox(body),
    onSuccess: (_, { submitted }) => fields.settle(submitted, submitted),
    onError: (error) =>
      fields.showErrors(
        problemOf(error).errors.map((each) => ({ ...each, path: each.path.replace(/^settings\./, '') })),
      ),
  });
  const isChosen = found?.match === 'none' && chosen?.email === email;
  const submit = (more: ConnectionInput['certificates'] = {}) => {
    const certificates = { ...accepted, ...more };
    setAccepted(certificates);
    const checked = toConnection(shownKind, fields.values, {
      certificates,
      discovery: isChosen ? chosen.discovery : null,
    });
    if (checked.ok) connect.mutate({ body: checked.body, submitted: fields.values });
    else fields.showErrors(checked.errors);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const problem = connect.error === null ? null : problemOf(connect.error);
  const hasServers = found?.match === 'exact' || isChosen;
  const isOpen = isAddress && populate.isSuccess && hasServers;
  const choose = (wanted: SettingsKind, discovery: string | null) =>
    flushSync(() => {
      setKind(wanted);
      setIsFolded(discovery !== null);
      setChosen({ email, discovery });
    });

  return (
    <Page title={words.title} lead={words.lead}>
      <div className={classes.columns}>
        <form onSubmit={onSubmit} noValidate className={`card ${classes.form}`}>
          <Stack gap="lg">
            <SegmentedControl
              fullWidth
              aria-label={words.purpose}
              value={purpose}
              onChange={(value) => setPurpose(value as Purpose)}
              data={choicesOf(words.purposes)}
            />
            <TextField
              fields={fields}
              path="email"
              kind="email"
              autoComplete="email"
              label={words.email}
              description={words.emailHelp}
              placeholder="jane@example.com"
              onBlur={() => setFinished(fields.values.email.trim())}
            />
            {populate.isError && isAddress && <ProblemAlert problem={problemOf(populate.error)} />}
            {isAddress && found?.match === 'exact' && <Provenance answer={found} />}
            {isAddress && found?.match === 'none' && !hasServers && (
              <FindServers
                email={email}
                domain={found.domain}
                purpose={purpose}
                isWanted={finished === email}
                onFind={() => setFinished(email)}
                fields={fields}
                onChosen={choose}
              />
            )}
            {isOpen && (
              <ServersAndLogin
                fields={fields}
                email={email}
                kind={shownKind}
                isFolded={isFolded}
                isUnknown={found?.match === 'none'}
                {...(purpose === 'mail' ? { onKind: setKind } : {})}
              />
            )}
            {problem && !areErrorsVisible(problem, fields) && <ProblemAlert problem={problem} />}
            <HiddenErrors fields={fields} />
            <Button type="submit" loading={connect.isPending} disabled={!isOpen}>
              {words.submit}
            </Button>
          </Stack>
        </form>
        <ConnectionResult
          id={connect.data?.id}
          fields={fields}
          onAccept={(endpoint, sha256) => submit({ [endpoint]: sha256 })}
        />
      </div>
    </Page>
  );
}
