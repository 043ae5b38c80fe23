import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { targetsQuery } from '../../api/firewall';
import { LoadingPage } from '../../components/LoadingPage';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { targetText } from '../../text/target-text';
import { TargetRules } from '../firewall/TargetRules';

const words = text.firewall;

/** The rules for the equipment that IT chooses, to copy and to download. */
export function TargetFiles() {
  const targets = useQuery(targetsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  if (targets.isPending) return <LoadingPage />;
  if (targets.isError)
    return <ProblemAlert problem={problemOf(targets.error)} onRetry={() => void targets.refetch()} />;
  const known = targets.data.data;
  const target = known.find(({ id }) => id === chosen) ?? known[0];
  if (target === undefined) return null;
  return (
    <TargetRules key={target.id} target={target} domains={[]} addresses={{}}>
      <NativeSelect
        label={words.target}
        description={words.proof(targetText(target).proof)}
        value={target.id}
        data={known.map((each) => ({ value: each.id, label: targetText(each).label }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
    </TargetRules>
  );
}
