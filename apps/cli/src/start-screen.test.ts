import { expect, test } from '@jest/globals';
import { startScreen } from './start-screen.js';

const facts = {
  origin: 'http://127.0.0.1:3000',
  signInCode: 'code_abc',
  dataDirectory: '/var/lib/postern',
  tokenFile: '/var/lib/postern/bootstrap-token',
  hasOwnDatabase: true,
  hasRedis: false,
};

test('the start screen has the link that signs in', () => {
  expect(startScreen(facts)).toContain('http://127.0.0.1:3000/#code=code_abc');
});

test('without a first token the start screen names the command that creates one', () => {
  const screen = startScreen({ ...facts, signInCode: null });
  expect(screen).not.toContain('#code=');
  expect(screen).toContain('postern token create --role super-admin');
  expect(screen).not.toContain('bootstrap-token');
});
