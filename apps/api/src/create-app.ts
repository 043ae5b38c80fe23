import 'reflect-metadata';
import fastifyCookie from '@fastify/cookie';
import { LogController } from 'fastify';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from '@postern/database/id';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import type { Logger } from 'pino';
import { AppModule, type ApiParts } from './app.module.js';
import { serveComponent } from './connect-component/serve-component.js';
import { serveConsole } from './console/serve-console.js';
import { answerEmbeddingPages } from './access/answer-embedding-pages.js';
import { authenticateRequests } from './access/authenticate-requests.js';
import { addDocs } from './docs/add-docs.js';
import { answerClientError, answerFrameworkError } from './http/client-error.js';
import { harden } from './http/harden.js';
import { awaitHandlersOnStop, closeConnectionsOnStop } from './http/close-connections.js';
import { observeRequests } from './http/observe-requests.js';
import { readJson } from './http/read-json.js';
import { readRefusedBodies } from './http/refused-bodies.js';
import { traceRequests } from './http/trace-requests.js';
import { NestLog } from './nest-log.js';
import { takeUploads } from './import-export/take-uploads.js';
import { takeForms } from './notifications/take-forms.js';
import { takeLargerBodies } from './http/larger-bodies.js';

const bodyLimitBytes = 1024 * 1024;

/** Builds the api. The result can listen on a port, or take requests by `inject` in tests. */
export async function createApp(
  parts: Omit<ApiParts, 'troubles'>,
  logger: Logger,
  troubles = new TroubleEpisodes(logger),
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    bodyLimit: bodyLimitBytes,
    trustProxy: parts.settings.trustedProxies.length > 0 ? [...parts.settings.trustedProxies] : false,
    requestTimeout: 30_000,
    // Node checks for slow requests every 30 s by default, which would turn a limit of 10 s into up to 40 s.
    http: { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, connectionsCheckingInterval: 1000 },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerFrameworkError,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of({ ...parts, troubles }),
    adapter,
    {
      logger: new NestLog(logger),
      abortOnError: false,
      bodyParser: false, // Nest's parsers would accept forms; Fastify's own parser accepts JSON only.
    },
  );
  adapter.getInstance().removeContentTypeParser('text/plain');
  readJson(app);
  takeForms(app);
  takeUploads(app);
  takeLargerBodies(app);
  await app.register(fastifyCookie);
  harden(app, parts.settings);
  readRefusedBodies(app);
  closeConnectionsOnStop(app);
  awaitHandlersOnStop(app);
  observeRequests(app);
  traceRequests(app);
  answerEmbeddingPages(app);
  authenticateRequests(app);
  addDocs(app);
  if (parts.settings.componentFile !== null) serveComponent(app, parts.settings.componentFile);
  if (parts.settings.consoleDirectory !== null) await serveConsole(app, parts.settings.consoleDirectory);
  await app.init();
  return app;
}
