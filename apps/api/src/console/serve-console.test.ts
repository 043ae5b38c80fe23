import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { serveConsole } from './serve-console.js';

@Module({})
class Empty {}

describe('the console’s files', () => {
  let folder: string;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-console-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(
      join(folder, 'index.html'),
      '<script nonce="POSTERN_CSP_NONCE" src="/assets/a-1.js"></script>',
    );
    await writeFile(join(folder, 'assets/a-1.js'), 'export {}');
    await writeFile(join(folder, 'secret.json'), '{}');
    app = await NestFactory.create<NestFastifyApplication>(Empty, new FastifyAdapter(), { logger: false });
    await serveConsole(app, folder);
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  test.each(['/', '/settings/objects/activities?panel=new-imap', '/nowhere'])(
    '%s is the page, never cached, under a strict policy',
    async (url) => {
      const page = await app.inject({ url });
      const nonce = /nonce="([^"]+)"/.exec(page.body)![1]!;
      expect(page.headers).toMatchObject({
        'cache-control': 'no-cache',
        'content-type': 'text/html; charset=utf-8',
      });
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).toContain(`'nonce-${nonce}'`);
      expect(policy).not.toContain('unsafe');
    },
  );

  test.each([undefined, '*/*', 'text/plain'])(
    'a device that polls a wrong address of the list gets 404, never the page, which has no addresses (accept: %s)',
    async (accept) => {
      const url = '/allowlist?protocol=imap&format=text';
      const answer = await app.inject({ url, headers: accept === undefined ? {} : { accept } });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toContain('<script');
    },
  );

  test('every answer has another nonce', async () => {
    const bodies = await Promise.all([app.inject({ url: '/' }), app.inject({ url: '/' })]);
    expect(bodies[0]!.body).not.toBe(bodies[1]!.body);
  });

  test('an asset is cached without end; a missing one is 404, not the page', async () => {
    const asset = await app.inject({ url: '/assets/a-1.js' });
    expect(asset).toMatchObject({
      statusCode: 200,
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    const missing = await app.inject({ url: '/assets/b-2.js' });
    expect(missing.statusCode).toBe(404);
    expect(String(missing.headers['cache-control'])).not.toMatch(/immutable/);
  });

  test.each(['/v1/unknown', '/v1', '/docs/unknown', '/openapi.json/x', '/metrics?x'])(
    '%s is the API’s, found or not',
    async (url) => {
      const answer = await app.inject({ url });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toContain('<script');
    },
  );

  test.each([
    '/secret.json',
    '/assets/../secret.json',
    '/assets/%2e%2e/secret.json',
    '/assets/..%2fsecret.json',
  ])('%s serves no file outside the assets', async (url) => {
    expect((await app.inject({ url })).body).not.toBe('{}');
  });
});
