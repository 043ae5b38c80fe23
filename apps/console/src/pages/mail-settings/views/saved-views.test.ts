import { expect, test } from '@jest/globals';
import { isSameView, parseViews, viewOf, withView } from './saved-views.js';

test.each([
  [null, []],
  ['not JSON', []],
  ['{"name":"an object"}', []],
  ['[1, null, "text", {"name": "no address"}, {"address": {}}]', []],
  [
    '[{"name":"Failing","address":{"state":"failed","panel":"edit","kind":7,"search":""}}]',
    [{ name: 'Failing', address: { state: 'failed' } }],
  ],
])('of the stored text %s only whole views are read', (text, views) => {
  expect(parseViews(text)).toEqual(views);
});

test('a view is the search, the filters and the order, and not the open panel', () => {
  const view = viewOf({
    search: 'example',
    sort: '-checked',
    panel: 'edit',
    domain: 'example.com',
    kind: '',
  });
  expect(view).toEqual({ search: 'example', sort: '-checked' });
  expect(isSameView(view, { search: 'example', sort: '-checked', state: '' })).toBe(true);
  expect(isSameView(view, { search: 'example' })).toBe(false);
});

test('a view of the same name is replaced, and the oldest of more than twenty is dropped', () => {
  const views = Array.from({ length: 20 }, (_, at) => ({ name: `view ${at}`, address: {} }));
  const more = withView(views, { name: 'view 3', address: { kind: 'imap' } });
  expect([more.length, more.at(-1)]).toEqual([20, { name: 'view 3', address: { kind: 'imap' } }]);
  expect(withView(views, { name: 'another', address: {} }).map(({ name }) => name)).not.toContain('view 0');
});
