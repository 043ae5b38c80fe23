import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { listenForStop } from './stop-request.js';

test('signals within one second count as one request to stop; a later signal is the second request', () => {
  const source = new EventEmitter();
  let now = 0;
  const { first, second } = listenForStop(source, () => now);
  source.emit('SIGINT');
  now = 300;
  source.emit('SIGINT');
  expect([first.aborted, second.aborted]).toEqual([true, false]);
  now = 2000;
  source.emit('SIGINT');
  expect(second.aborted).toBe(true);
});
