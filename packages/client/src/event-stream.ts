/** One event of a `text/event-stream` (WHATWG HTML §9.2.6). */
export type StreamEvent = { readonly event: string; readonly id: string | null; readonly data: string };

/**
 * Reads events from an answer's body and skips comments. `EventSource` is not used, because it sends no header (an
 * operator names an account in one) and reconnects after the end of the stream.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let text = '';
  // Safari 18 cannot iterate a stream with `for await`.
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      const blocks = text.split(/\r?\n\r?\n/);
      text = blocks.pop()!;
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event !== null) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parseEvent(block: string): StreamEvent | null {
  const fields = block.split(/\r?\n/).map((line) => /^([a-z]+)(?:: ?(.*))?$/s.exec(line));
  const valuesOf = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const data = valuesOf('data');
  if (data.length === 0) return null;
  return {
    event: valuesOf('event').at(-1) ?? 'message',
    id: valuesOf('id').at(-1) ?? null,
    data: data.join('\n'),
  };
}
