import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildMailServerApp } from './mail-server-stack.js';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'postern-example-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the example app synthesises a stack with Postern’s constructs', async () => {
  const app = await buildMailServerApp(folder);
  app.synth();
  const text = await readFile(join(folder, 'stacks/mail-server/cdk.tf.json'), 'utf8');
  const { resource } = JSON.parse(text) as {
    resource: Record<string, Record<string, { name?: string; from_port?: number }>>;
  };
  expect(Object.values(resource['aws_ec2_managed_prefix_list']!).map(({ name }) => name)).toEqual([
    'postern-imap4',
    'postern-smtp4',
  ]);
  expect(
    Object.values(resource['aws_vpc_security_group_ingress_rule']!).map(({ from_port: port }) => port),
  ).toEqual([993, 465]);
});
