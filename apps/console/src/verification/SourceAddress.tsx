import { useQuery } from '@tanstack/react-query';
import { matchQuery } from '../api/firewall';
import { Tag } from '../components/Tag';
import { text } from '../text';
import classes from './Verification.module.css';

type Props = { readonly source: string; readonly host: string; readonly port: number };

/** Which of our addresses called, and whether the rules made from the allowlist let it in (B3). */
export function SourceAddress({ source, host, port }: Props) {
  const { data } = useQuery(matchQuery({ source, destination: host, port }));
  const verdict = data && text.verification.sourceVerdict[data.action];
  return (
    <div className={classes.source}>
      <span>
        {text.verification.calledFrom} <span className="mono">{source}</span>
      </span>
      {verdict && (
        <Tag
          tone={data.action === 'allow' ? 'pass' : 'warn'}
          icon={data.action === 'allow' ? 'check' : 'alert'}
        >
          {verdict}
        </Tag>
      )}
    </div>
  );
}
