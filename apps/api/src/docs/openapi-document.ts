import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { AppModule, type ApiParts } from '../app.module.js';
import { sessionCookieName } from '../access/request-secret.js';
import { completeDocument } from './complete-document.js';

const tags = {
  'Mail settings': 'The servers of an account’s domains, for its admins.',
  Verifications: 'Measurements of those servers, step by step.',
  Discoveries: 'The search for the servers of a domain.',
  'Populate and connect': 'The settings for an email address, and a login with them.',
  Allowlist: 'The addresses that the vendor connects from.',
  Firewall: 'Rules for the customer’s own equipment, from the allowlist and the account’s own servers.',
  Accounts: 'The customer organisations of an installation, for its operator.',
  Tokens: 'The tokens of an account and their roles.',
  Links: 'Links that show the rules of an account to its IT.',
  Webhooks: 'URLs that are told what happens to an account’s domains, and what became of each delivery.',
  Notifications: 'Who is told by mail what happens to an account’s domains.',
  Session: 'Sign-in and sign-out of a browser.',
  Audit: 'Who changed what.',
  Operations: 'Health and metrics, for load balancers and monitoring.',
};

/** The OpenAPI 3.1 document of an application's routes. */
export function documentOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Postern')
    .setDescription('Mail server settings per email domain, verified, with the firewall rules they need.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'A token of the account, or an operator’s.' },
      'token',
    )
    .addCookieAuth(
      sessionCookieName({ protocol: 'https' }),
      {
        type: 'apiKey',
        in: 'cookie',
        description: `A browser’s session; see openSession. Over http the cookie is ${sessionCookieName({ protocol: 'http' })}.`,
      },
      'session',
    );
  for (const [name, description] of Object.entries(tags)) config.addTag(name, description);
  return completeDocument(SwaggerModule.createDocument(app, config.build()));
}

/** The document without a running api: no database and no queue is needed. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const absent = {} as ApiParts;
  const app = await NestFactory.create(AppModule.of(absent), new FastifyAdapter(), {
    preview: true, // Nest reads the decorators only and creates no controller.
    logger: false,
    abortOnError: false,
  });
  return documentOf(app);
}
