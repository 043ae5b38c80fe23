import { Checkbox, Radio, Stack } from '@mantine/core';
import { eventTypes, type EventType } from '@postern/core/event';
import type { ChosenEvents } from '../../api/notifications';
import { text } from '../../text';

const words = text.notifications;

type Props = { readonly value: ChosenEvents; readonly onChange: (value: ChosenEvents) => void };

/** Chooses all events, or some of them. */
export function EventChoice({ value, onChange }: Props) {
  return (
    <Stack gap="xs">
      <Radio.Group
        label={words.events}
        value={value === 'all' ? 'all' : 'chosen'}
        onChange={(choice) => onChange(choice === 'all' ? 'all' : [...eventTypes])}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="all" label={words.all} />
          <Radio value="chosen" label={words.chosen} />
        </Stack>
      </Radio.Group>
      {value !== 'all' && (
        <Checkbox.Group
          aria-label={words.chosen}
          value={value}
          onChange={(chosen) => onChange(chosen as EventType[])}
        >
          <Stack gap="xs" pl="xl">
            {eventTypes.map((type) => (
              <Checkbox key={type} value={type} label={words.types[type]} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </Stack>
  );
}
