import { EmptyState } from '../../components/EmptyState';
import type { Fields } from '../../form/use-fields';
import { text } from '../../text';
import { LiveVerification } from '../../verification/LiveVerification';
import type { AcceptCertificate } from '../../verification/accept-certificate';
import classes from './Connect.module.css';

const words = text.connect;

type Props = {
  /** The verification of the connection; undefined until the form is sent. */
  readonly id: string | undefined;
  readonly fields: Fields;
  /** Connects again with a certificate that the person accepts; offered if the form allows a non-secure one. */
  readonly onAccept: AcceptCertificate;
};

/** Each step of the connection, or what is shown here once the form is sent. */
export function ConnectionResult({ id, fields, onAccept }: Props) {
  return (
    <div className={classes.result}>
      {id === undefined ? (
        <div className={classes.before}>
          <EmptyState icon="activity" title={words.result}>
            {words.before}
          </EmptyState>
        </div>
      ) : (
        <LiveVerification
          id={id}
          fields={fields}
          heading={words.result}
          onAccept={fields.values.allowNonSecureCertificate ? onAccept : undefined}
        />
      )}
    </div>
  );
}
