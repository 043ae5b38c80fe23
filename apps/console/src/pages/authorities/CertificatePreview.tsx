import { List } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { previewQuery } from '../../api/certificate-authorities';
import { problemOf } from '../../api/client';
import { Notice } from '../../components/Notice';
import { formatTime } from '../../components/When';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import classes from './CertificatePreview.module.css';

/** What the certificate of a text says, before it is added. Nothing for a text without one, or with a private key. */
export function CertificatePreview({ pem }: { readonly pem: string }) {
  const isReadable = pem.includes('-----END CERTIFICATE-----') && !pem.includes('PRIVATE KEY');
  const { data, error } = useQuery({ ...previewQuery(pem), enabled: isReadable });
  if (!isReadable) return null;
  const refusals = data?.problems ?? (error === null ? [] : problemOf(error).errors);
  const words = text.certificate;
  return (
    <div role="status">
      {data && (
        <dl className={classes.facts}>
          <dt>{words.subject}</dt>
          <dd>{data.subject}</dd>
          <dt>{words.issuer}</dt>
          <dd>{data.issuer}</dd>
          <dt>{words.validity}</dt>
          <dd>
            {formatTime(data.validFrom)} – {formatTime(data.validTo)}
          </dd>
          <dt>{words.key}</dt>
          <dd>{data.key}</dd>
          <dt>{words.fingerprint}</dt>
          <dd className="mono">{data.sha256}</dd>
        </dl>
      )}
      {refusals.length > 0 && (
        <Notice tone="fail" title={text.authorities.form.cannotBeAdded}>
          <List size="sm">
            {refusals.map((refusal) => (
              <List.Item key={refusal.code}>{errorText({ path: 'pem', ...refusal })}</List.Item>
            ))}
          </List>
        </Notice>
      )}
    </div>
  );
}
