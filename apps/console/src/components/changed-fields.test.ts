import { expect, test } from '@jest/globals';
import { changedFields, type ChangedField } from './changed-fields';

const change = (field: string, before?: string, after?: string): ChangedField => ({ field, before, after });

test.each<[string, object | null, object | null, ChangedField[]]>([
  ['nothing before and after', null, null, []],
  ['two equal states', { a: 1, b: { c: 'x' } }, { b: { c: 'x' }, a: 1 }, []],
  ['a creation', null, { port: 993 }, [change('port', undefined, '993')]],
  ['a deletion', { host: 'a' }, null, [change('host', 'a', undefined)]],
  ['a nested field', { imap: { port: 143 } }, { imap: { port: 993 } }, [change('imap.port', '143', '993')]],
  ['a flag', { flag: false }, { flag: true }, [change('flag', 'false', 'true')]],
  ['a flag that was absent', {}, { flag: false }, [change('flag', undefined, 'false')]],
  ['an empty text, which differs from none', { note: '' }, {}, [change('note', '', undefined)]],
  ['null, which is the same as absent', { dataCenter: null }, {}, []],
  ['null that became a value', { at: null }, { at: 'x' }, [change('at', undefined, 'x')]],
  ['a list, compared as a whole', { a: ['x'] }, { a: ['x', 'y'] }, [change('a', '["x"]', '["x","y"]')]],
  ['an equal list', { a: ['x'] }, { a: ['x'] }, []],
  [
    'a field that became several',
    { server: 'a:993' },
    { server: { host: 'a', port: 993 } },
    [
      change('server', 'a:993', undefined),
      change('server.host', undefined, 'a'),
      change('server.port', undefined, '993'),
    ],
  ],
  ['a number and the same number as text', { port: 993 }, { port: '993' }, []],
])('finds the change in %s', (_, before, after, expected) => {
  expect(changedFields(before, after)).toEqual(expected);
});
