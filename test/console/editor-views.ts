import type { Page } from 'playwright-core';
import type { View } from './view.js';

const operator = { path: '/allowlist-editor', role: 'operator', ready: 'Example Industries' } as const;

async function openEditor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Choose default' }).click();
  await page.getByRole('heading', { name: 'The list', exact: true }).waitFor();
}

/** The operator's editor of the allowlist; part of the list in `views.ts`, after a list was published. */
export const editorViews: readonly View[] = [
  {
    ...operator,
    name: 'editor-checked',
    act: async (page) => {
      await openEditor(page);
      const lines = page.getByLabel('Addresses', { exact: true });
      await lines.fill('203.0.113.0/26 imap # new racks\n\n203.0.113.70/27 imap\nany smtp\n203.0.113.9\n');
      await page.getByRole('button', { name: 'Add 1 entry' }).click();
      await page.getByText('3 lines cannot be added').waitFor();
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByText('1 added, 0 removed, 0 changed').waitFor();
    },
  },
  {
    ...operator,
    name: 'editor-entry',
    act: async (page) => {
      await openEditor(page);
      await page.getByRole('button', { name: 'Change 143.244.87.0/25 (IMAP)' }).click();
      await page.getByRole('dialog').getByLabel('In use until').waitFor();
    },
  },
];
