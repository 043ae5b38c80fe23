import { Tabs } from '@mantine/core';
import type { AllowlistAnswer, Protocol } from '../../api/allowlist';
import { text } from '../../text';
import { AddressList } from './AddressList';

const always: readonly Protocol[] = ['imap', 'smtp'];

type Props = {
  readonly document: AllowlistAnswer;
  readonly dataCenter: string | undefined;
  /** A protocol from the address of the page; another text chooses the list of IMAP. */
  readonly list: string;
  readonly onChoose: (list: Protocol) => void;
};

/**
 * The lists of one data centre; that of webhooks only if it has addresses. They are never merged, because each is for its
 * own ports (R18).
 */
export function ProtocolTabs({ document, dataCenter, list, onChoose }: Props) {
  const hasWebhooks = document.entries.some(({ protocol }) => protocol === 'webhook');
  const protocols: readonly Protocol[] = hasWebhooks ? [...always, 'webhook'] : always;
  const listOf = (value: string | null) => protocols.find((protocol) => protocol === value) ?? 'imap';
  return (
    <Tabs value={listOf(list)} onChange={(value) => onChoose(listOf(value))} keepMounted={false}>
      <Tabs.List>
        {protocols.map((protocol) => (
          <Tabs.Tab key={protocol} value={protocol}>
            {text.allowlist.lists[protocol]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {protocols.map((protocol) => (
        <Tabs.Panel key={protocol} value={protocol} pt="md">
          <AddressList protocol={protocol} dataCenter={dataCenter} document={document} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
