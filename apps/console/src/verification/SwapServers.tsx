import { Button, Text } from '@mantine/core';
import type { Verification } from '../api/verifications';
import { Notice } from '../components/Notice';
import type { Fields } from '../form/use-fields';
import { text } from '../text';

type Props = { readonly verification: Verification; readonly fields: Fields };

/** Offers to swap the two servers if each answered in the other's protocol. */
export function SwapServers({ verification, fields }: Props) {
  if (answeredAs(verification, 'imap') !== 'SMTP' || answeredAs(verification, 'smtp') !== 'IMAP') return null;
  const swap = () => {
    const before = fields.values;
    for (const [to, from] of [
      ['imap', 'smtp'],
      ['smtp', 'imap'],
    ] as const) {
      fields.change(`${to}.host`, before[`${from}.host`]);
      fields.change(`${to}.port`, before[`${from}.port`]);
      // After the port, which sets the mode of a well-known one.
      fields.change(`${to}.tls`, before[`${from}.tls`]);
    }
    fields.focus('imap.host');
  };
  return (
    <Notice tone="warn" title={text.verification.swapTitle}>
      <Text size="sm">{text.verification.swapDetail}</Text>
      <Button mt="sm" size="xs" onClick={swap}>
        {text.verification.swap}
      </Button>
    </Notice>
  );
}

/** The protocol in which a server answered instead of its own. */
function answeredAs({ endpoints }: Verification, endpoint: 'imap' | 'smtp'): unknown {
  const report = endpoints.find((each) => each.endpoint === endpoint);
  return report?.steps.find(({ failure }) => failure?.code === 'not-this-protocol')?.facts['answered'];
}
