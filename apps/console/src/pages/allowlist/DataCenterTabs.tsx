import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AllowlistAnswer } from '../../api/allowlist';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import classes from './Allowlist.module.css';

type Props = {
  readonly dataCenters: AllowlistAnswer['dataCenters'];
  /** `undefined` is the account's own. */
  readonly chosen: string | undefined;
  readonly onChoose: (dataCenter: string | undefined) => void;
  readonly children: ReactNode;
};

const own = '_own';

/** One tab for each data centre (R19), the account's own first; no tabs if the list names no data centres. */
export function DataCenterTabs({ dataCenters, chosen, onChoose, children }: Props) {
  const home = useMe().account?.dataCenter ?? null;
  if (dataCenters.length === 0) return children;
  const others = dataCenters.filter(({ id }) => id !== home);
  const homeLabel = dataCenters.find(({ id }) => id === home)?.label ?? home;
  const tabs = [{ id: own, label: text.allowlist.ownDataCenter(homeLabel) }, ...others];
  const value = tabs.some(({ id }) => id === chosen) ? chosen! : own;
  return (
    <Tabs
      variant="pills"
      classNames={{ tab: classes.dataCenter }}
      value={value}
      onChange={(id) => onChoose(id === null || id === own ? undefined : id)}
      keepMounted={false}
    >
      <Tabs.List aria-label={text.allowlist.dataCenter} mb="md">
        {tabs.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={value}>{children}</Tabs.Panel>
    </Tabs>
  );
}
