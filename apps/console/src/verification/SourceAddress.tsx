import { parseIpAddress } from '@postern/core/ip-address';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import { findPrefix } from '@postern/core/prefix-set';
import { useQuery } from '@tanstack/react-query';
import { listTextQuery } from '../api/allowlist';
import type { EndpointReport } from '../api/verifications';
import { Tag } from '../components/Tag';
import { text } from '../text';
import classes from './Verification.module.css';

type Props = {
  readonly endpoint: EndpointReport['endpoint'];
  /** `null` if the installation does not know its own outbound address. */
  readonly address: string | null;
  /** Whether the worker found the address on the account's allowlist. If `undefined`, this component looks it up there. */
  readonly isListed?: boolean | null;
};

/** The address that the connection came from, and whether the account's allowlist contains it (B3). */
export function SourceAddress({ endpoint, address, isListed }: Props) {
  const words = text.verification;
  const isAsked = address !== null && isListed === undefined;
  const { data } = useQuery({ ...listTextQuery(endpoint, undefined), enabled: isAsked });
  if (address === null) return <div className={classes.source}>{words.sourceUnknown}</div>;
  const verdict = isListed ?? (isAsked && data !== undefined ? isInList(data, address) : null);
  return (
    <div className={classes.source}>
      <span>
        {words.connectedFrom} <span className="mono">{address}</span>
      </span>
      {verdict !== null && (
        <Tag tone={verdict ? 'pass' : 'warn'} icon={verdict ? 'check' : 'alert'}>
          {verdict ? words.sourceListed : words.sourceNotListed}
        </Tag>
      )}
    </div>
  );
}

function isInList(list: string, source: string): boolean {
  const address = parseIpAddress(source);
  return address !== null && findPrefix(list.split('\n').map(parseEntry).filter(isPrefix), address) !== null;
}
