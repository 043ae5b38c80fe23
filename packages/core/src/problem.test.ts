import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { mailSettingsInputSchema } from './mail-settings.js';
import { inputErrors } from './problem.js';

function firstError(schema: z.ZodType, input: unknown) {
  const parsed = schema.safeParse(input);
  return parsed.success ? 'accepted' : inputErrors(parsed.error.issues)[0];
}

describe('an error of an input says in words for people what to write', () => {
  test.each<[string, z.ZodType, unknown, string, string]>([
    ['no value', z.string(), undefined, 'required', 'This field is required'],
    ['a number for a text', z.string(), 1, 'wrong-type', 'A text is needed'],
    ['a text for a number', z.int(), '993', 'wrong-type', 'A number is needed, without quotes'],
    ['a fraction', z.int(), 1.5, 'wrong-type', 'A whole number is needed'],
    ['a number in a URL', z.coerce.number(), 'abc', 'wrong-type', 'A number is needed'],
    ['a text for a truth', z.boolean(), 'true', 'wrong-type', 'true or false is needed, without quotes'],
    ['an object for a list', z.array(z.string()), {}, 'wrong-type', 'A list is needed'],
    ['a list for an object', z.strictObject({}), [], 'wrong-type', 'An object is needed'],
    [
      'an unknown word',
      z.enum(['implicit', 'starttls']),
      'ssl',
      'not-a-choice',
      'Write implicit or starttls',
    ],
    ['one of three words', z.enum(['a', 'b', 'c']), 'd', 'not-a-choice', 'Write a, b or c'],
    ['the only word', z.literal('egress'), 'ingress', 'not-a-choice', 'Write egress'],
    ['an empty text', z.string().min(1), '', 'too-small', 'The text must not be empty'],
    [
      'a long text',
      z.string().max(1000),
      'a'.repeat(1001),
      'too-large',
      'At most 1,000 characters may be here',
    ],
    ['no entry', z.array(z.string()).min(1), [], 'too-small', 'At least 1 entry must be here'],
    ['a low number', z.int().min(1), 0, 'too-small', 'A number of at least 1 is needed'],
    ['a high number', z.int().max(200), 201, 'too-large', 'A number of at most 200 is needed'],
    ['no UUID', z.uuid(), 'x', 'wrong-format', 'An id is needed, which is a UUID'],
    ['no time', z.iso.datetime(), 'x', 'wrong-format', 'A time is needed, like 2026-11-27T12:00:00Z'],
    [
      'no form of several',
      z.union([z.string(), z.boolean()]),
      1,
      'not-a-choice',
      'This value cannot be used here',
    ],
    ['a message of the schema', z.string().min(1, 'Name it'), '', 'too-small', 'Name it'],
  ])('%s', (_, schema, input, code, message) => {
    expect(firstError(schema, input)).toEqual({ path: '', code, message });
  });

  const settings = (port: unknown, kind = 'imap') => ({
    domain: 'example.com',
    kind,
    imap: { host: 'imap.example.com', port },
    smtp: { host: 'smtp.example.com', port: 465 },
  });

  test.each([
    [settings(993, 'pop3'), 'kind', 'not-a-choice', 'Write imap or exchange'],
    [settings(0), 'imap.port', 'too-small', 'A port is a number from 1 to 65535'],
    [settings(65_536), 'imap.port', 'too-large', 'A port is a number from 1 to 65535'],
    [
      settings(995),
      'imap.tls',
      'tls-mode-needed',
      'Port 995 is for POP3: IMAP uses 993 or 143, and SMTP 465 or 587',
    ],
    [
      settings(110),
      'imap.tls',
      'tls-mode-needed',
      'Port 110 is for POP3: IMAP uses 993 or 143, and SMTP 465 or 587',
    ],
  ])('case 47: %j', (input, path, code, message) => {
    expect(firstError(mailSettingsInputSchema, input)).toEqual({ path, code, message });
  });
});

describe('an error of a value that may have several forms is about the form that was meant', () => {
  const list = z.array(z.enum(['a', 'b'])).min(1);
  const either = z.strictObject({
    events: z.union([z.literal('all'), list], { error: 'Write all, or a list' }),
  });

  test.each([
    [{ events: ['a', 'c'] }, 'events[1]', 'not-a-choice', 'Write a or b'],
    [{ events: [] }, 'events', 'too-small', 'At least 1 entry must be here'],
    [{ events: 'some' }, 'events', 'not-a-choice', 'Write all, or a list'],
    [{ events: 1 }, 'events', 'not-a-choice', 'Write all, or a list'],
    [{}, 'events', 'required', 'This field is required'],
  ])('%j', (input, path, code, message) => {
    expect(firstError(either, input)).toEqual({ path, code, message });
  });

  test('a key that is refused says why', () => {
    const ports = z.record(z.string().regex(/^\d+$/, 'A port from 1 to 65535'), z.int());
    expect(firstError(ports, { x: 1 })).toEqual({
      path: 'x',
      code: 'invalid',
      message: 'A port from 1 to 65535',
    });
  });
});
