import { Tabs } from '@mantine/core';
import type { AllowlistAnswer, Protocol } from '../../api/allowlist';
import { text } from '../../text';
import { AddressList } from './AddressList';

const protocols: readonly Protocol[] = ['imap', 'smtp'];

type Props = {
  readonly document: AllowlistAnswer;
  readonly dataCenter: string | undefined;
  readonly list: Protocol;
  readonly onChoose: (list: Protocol) => void;
};

/** The two lists of one data centre. They are never merged, because each is for its own ports (R18). */
export function ProtocolTabs({ document, dataCenter, list, onChoose }: Props) {
  return (
    <Tabs value={list} onChange={(value) => onChoose(value === 'smtp' ? 'smtp' : 'imap')} keepMounted={false}>
      <Tabs.List>
        {protocols.map((protocol) => (
          <Tabs.Tab key={protocol} value={protocol}>
            {text.allowlist[protocol]}
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
