import { Text } from '@mantine/core';
import type { Discovered } from '../api/discoveries';
import { When } from '../components/When';
import { text } from '../text';

const words = text.discovery;

type Props = { readonly discovered: Discovered | null; readonly isAttempt?: boolean };

/** Which source named servers that are stored, and when it did; that somebody entered them is said of an attempt only. */
export function Found({ discovered, isAttempt = false }: Props) {
  if (discovered === null) return isAttempt && <Text size="sm">{words.entered}</Text>;
  const { source, at } = discovered;
  return (
    <Text size="sm">
      {words.provenance[source]} {words.foundAt} <When at={at} />.
    </Text>
  );
}
