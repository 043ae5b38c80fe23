import { expect, test } from '@jest/globals';
import { readEvents, type StreamEvent } from './event-stream.js';

async function eventsOf(...chunks: (string | Uint8Array)[]): Promise<StreamEvent[]> {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

const step = { event: 'step', id: '1', data: 'a' };

test.each<[string, string, StreamEvent[]]>([
  ['a whole event', 'event: step\nid: 1\ndata: a\n\n', [step]],
  ['two events in one chunk', 'event: step\nid: 1\ndata: a\n\ndata: b\n\n', [step, message('b')]],
  ['lines that end in CR LF', 'event: step\r\nid: 1\r\ndata: a\r\n\r\n', [step]],
  ['no space after the colon', 'event:step\nid:1\ndata:a\n\n', [step]],
  ['a second space belongs to the value', 'data:  a\n\n', [message(' a')]],
  ['data of several lines is joined by LF', 'data: a\ndata: b\n\n', [message('a\nb')]],
  ['a field without a colon has an empty value', 'data\n\n', [message('')]],
  ['a line without a colon is one field name', 'data a\n\n', []],
  ['a field name that only starts like a known one', 'database: a\n\n', []],
  ['a comment, which keeps the connection open', ': still here\n\n', []],
  ['a comment inside an event', 'data: a\n: still here\n\n', [message('a')]],
  ['a colon in the value', 'data: {"at":"12:30"}\n\n', [message('{"at":"12:30"}')]],
  ['an event without data is not dispatched', 'event: step\nid: 1\n\n', []],
  [
    'the last of two names counts',
    'event: step\nevent: done\ndata: a\n\n',
    [{ ...message('a'), event: 'done' }],
  ],
  ['an event that the end of the stream cuts off', 'data: a\n\ndata: b\n', [message('a')]],
  ['an empty stream', '', []],
])('reads %s', async (_, stream, expected) => {
  expect(await eventsOf(stream)).toEqual(expected);
});

test('reads the same events wherever the network cuts the stream', async () => {
  const stream = new TextEncoder().encode('event: step\r\nid: 1\r\ndata: a\r\n\r\ndata: Bücher\r\n\r\n');
  for (let cut = 0; cut <= stream.length; cut += 1) {
    expect(await eventsOf(stream.slice(0, cut), stream.slice(cut))).toEqual([step, message('Bücher')]);
  }
});

function message(data: string): StreamEvent {
  return { event: 'message', id: null, data };
}
