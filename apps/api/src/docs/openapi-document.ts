import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { AppModule, type ApiParts } from '../app.module.js';

/** The OpenAPI 3.1 document of an application's routes. */
export function documentOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Postern')
    .setDescription('Mail server settings per email domain, verified, with the firewall rules they need.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, config);
}

/** The document without a running api: nothing is initialised, so no database or queue is ever asked. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const absent = {} as ApiParts;
  const app = await NestFactory.create(AppModule.of(absent), new FastifyAdapter(), {
    preview: true, // Nothing is instantiated, so nothing needs to be there.
    logger: false,
    abortOnError: false,
  });
  return documentOf(app);
}
