import { expect, test } from '@jest/globals';
import type { ParameterSchema } from '../../api/firewall';
import { kindOf, readParameters, type ParameterKind } from './read-parameters';

test.each<[string, ParameterSchema, ParameterKind]>([
  ['a list of choices', { type: 'string', enum: ['a', 'b'] }, 'choice'],
  ['choices of numbers', { type: 'integer', enum: ['1', '2'] }, 'choice'],
  ['a boolean', { type: 'boolean' }, 'flag'],
  ['an integer', { type: 'integer' }, 'number'],
  ['a number', { type: 'number' }, 'number'],
  ['an array', { type: 'array' }, 'lines'],
  ['an object', { type: 'object' }, 'pairs'],
  ['a text', { type: 'string' }, 'text'],
  ['a schema without a type', {}, 'text'],
  ['a type that JSON Schema does not have', { type: 'date' }, 'text'],
])('%s becomes its control', (_, schema, kind) => {
  expect(kindOf(schema)).toBe(kind);
});

test.each<[string, ParameterSchema, string, unknown]>([
  ['text as it is, spaces included', { type: 'string' }, ' inet filter ', ' inet filter '],
  ['a choice', { enum: ['add', 'set'] }, 'set', 'set'],
  ['a ticked flag', { type: 'boolean' }, 'true', true],
  ['a flag that was ticked and unticked', { type: 'boolean' }, 'false', false],
  ['a number', { type: 'integer' }, '42', 42],
  ['a number with spaces', { type: 'integer' }, ' 42 ', 42],
  ['letters where a number belongs, for the API to refuse', { type: 'integer' }, '4o', '4o'],
  ['lines without blank ones', { type: 'array' }, 'a\n\n  b \r\n', ['a', 'b']],
  ['pairs', { type: 'object' }, 'a = 1\nb=2', { a: '1', b: '2' }],
  ['a value with an equals sign', { type: 'object' }, 'token = YWJj==', { token: 'YWJj==' }],
  ['a name without a value, for the API to refuse', { type: 'object' }, 'a', { a: '' }],
])('reads %s', (_, schema, given, expected) => {
  expect(readParameters({ properties: { it: schema } }, { it: given })).toEqual({ it: expected });
});

test('leaves out what is empty, blank, or unknown to this target', () => {
  const properties = { table: { type: 'string' }, chain: { type: 'string' } };
  expect(readParameters({ properties }, { table: '', chain: '  ', zone: 'trust' })).toEqual({});
  expect(readParameters({ properties }, { toString: 'x' } as Record<string, string>)).toEqual({});
  expect(readParameters({}, { table: 'edge' })).toEqual({});
});
