import { SegmentedControl } from '@mantine/core';
import type { SettingsKind } from '../../api/mail-settings';
import { ServersFieldset } from '../../form/ServersFieldset';
import type { Fields } from '../../form/use-fields';
import { text } from '../../text';
import { choicesOf } from '../../text/choices-of';
import { Destination, PasswordFacts } from './Destination';
import { FilledServers } from './FilledServers';
import { LoginFields } from './LoginFields';

type Props = {
  readonly fields: Fields;
  readonly email: string;
  readonly kind: SettingsKind;
  readonly isFolded: boolean;
  /** Whether nobody has set up the domain. */
  readonly isUnknown: boolean;
  /** Given if the person may enter servers of the other kind. */
  readonly onKind?: (kind: SettingsKind) => void;
};

/** The servers, folded or as fields; whose they are, if no admin chose them; and the user name and password. */
export function ServersAndLogin({ fields, email, kind, isFolded, isUnknown, onKind }: Props) {
  return (
    <>
      {isFolded ? (
        <FilledServers
          kind={kind}
          values={fields.values}
          onChange={() => fields.focus(kind === 'exchange' ? 'exchange.url' : 'imap.host')}
        />
      ) : (
        <>
          {isUnknown && onKind && <KindChooser kind={kind} onChoose={onKind} />}
          <ServersFieldset fields={fields} kind={kind} />
        </>
      )}
      {isUnknown && <Destination kind={kind} values={fields.values} />}
      <PasswordFacts kind={kind} values={fields.values} />
      <LoginFields fields={fields} email={email} />
    </>
  );
}

/** The kind of the servers that somebody enters. */
function KindChooser({
  kind,
  onChoose,
}: {
  readonly kind: SettingsKind;
  readonly onChoose: (kind: SettingsKind) => void;
}) {
  return (
    <SegmentedControl
      size="sm"
      aria-label={text.connect.kind}
      value={kind}
      onChange={(value) => onChoose(value as SettingsKind)}
      data={choicesOf(text.kinds)}
    />
  );
}
