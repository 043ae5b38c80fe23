import { Button, SegmentedControl, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { problemOf } from '../../api/client';
import type { SettingsKind } from '../../api/mail-settings';
import { populateQuery, type Purpose } from '../../api/populate';
import { connectMailbox, type ConnectionInput } from '../../api/verifications';
import { EmptyState } from '../../components/EmptyState';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { emptyValues, type FormValues } from '../../form/field-path';
import { areErrorsVisible } from '../../form/are-errors-visible';
import { HiddenErrors } from '../../form/HiddenErrors';
import { ServersFieldset } from '../../form/ServersFieldset';
import { fromServers } from '../../form/settings-input';
import { TextField } from '../../form/TextField';
import { useFields } from '../../form/use-fields';
import { text } from '../../text';
import { FilledServers } from './FilledServers';
import { LoginFields } from './LoginFields';
import { LiveVerification } from '../../verification/LiveVerification';
import classes from './Connect.module.css';
import { toConnection } from './connection-input';
import { Provenance } from './Provenance';

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
  const submit = (more: ConnectionInput['certificates'] = {}) => {
    const certificates = { ...accepted, ...more };
    setAccepted(certificates);
    const checked = toConnection(shownKind, fields.values, certificates);
    if (checked.ok) connect.mutate({ body: checked.body, submitted: fields.values });
    else fields.showErrors(checked.errors);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const problem = connect.error === null ? null : problemOf(connect.error);
  const isOpen = isAddress && populate.isSuccess;

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
              data={words.purposes}
            />
            <TextField
              fields={fields}
              path="email"
              kind="email"
              autoComplete="email"
              label={words.email}
              description={words.emailHelp}
              placeholder="jane@example.com"
            />
            {populate.isError && isAddress && <ProblemAlert problem={problemOf(populate.error)} />}
            {isOpen && (
              <Provenance
                answer={populate.data}
                kind={shownKind}
                canChoose={purpose === 'mail'}
                onChoose={setKind}
              />
            )}
            {isOpen && (
              <>
                {isFolded && found?.match === 'exact' ? (
                  <FilledServers
                    kind={shownKind}
                    values={fields.values}
                    onChange={() => fields.focus(shownKind === 'exchange' ? 'exchange.url' : 'imap.host')}
                  />
                ) : (
                  <ServersFieldset fields={fields} kind={shownKind} />
                )}
                <LoginFields fields={fields} email={email} />
              </>
            )}
            {problem && !areErrorsVisible(problem, fields) && <ProblemAlert problem={problem} />}
            <HiddenErrors fields={fields} />
            <Button type="submit" loading={connect.isPending} disabled={!isOpen}>
              {words.submit}
            </Button>
          </Stack>
        </form>
        <div className={classes.result}>
          {connect.data ? (
            <LiveVerification
              id={connect.data.id}
              fields={fields}
              heading={words.result}
              onAccept={
                fields.values.allowNonSecureCertificate
                  ? (endpoint, sha256) => submit({ [endpoint]: sha256 })
                  : undefined
              }
            />
          ) : (
            <div className={classes.before}>
              <EmptyState icon="activity" title={words.result}>
                {words.before}
              </EmptyState>
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}
