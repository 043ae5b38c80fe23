import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Database } from '@postern/database/database';
import { openPersonSession } from '@postern/database/person-session';
import { createSecretSealer, type SecretSealer } from '@postern/database/sealed-secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthorizationResponseError, randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { z } from 'zod';
import { Admission } from '../access/admission.js';
import { addressKey, FailedAttempts } from '../access/failed-attempts.js';
import { Public } from '../access/permission.js';
import { sessionCookieName } from '../access/request-secret.js';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { sendPage } from '../http/send-page.js';
import { setSessionCookie } from '../sessions/session-cookie.js';
import { Rations } from '../turns/rations.js';
import { admitPerson, type MissingAccess } from './admit-person.js';
import { isProviderAway } from './provider-fetch.js';
import { Provider } from './provider.js';
import { returnPathOf } from './return-path.js';
import { setAttempt, takeAttempt, type SignInAttempt } from './sign-in-cookie.js';

const startQuery = z.object({
  return: z.string().max(4000).optional(),
  /** `none`: renews a session that has ended, without a page of the provider (OpenID Connect Core 1.0 §3.1.2.1). */
  prompt: z.enum(['none']).optional(),
});

/** The pages of a sign-in through the provider: the browser leaves from one and comes back to the other. */
@ApiExcludeController()
@Controller('v1/session/oidc')
export class OidcController {
  private readonly sealer: SecretSealer;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) settings: ApiSettings,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(FailedAttempts) private readonly failedAttempts: FailedAttempts,
    @Inject(Rations) private readonly rations: Rations,
    @Inject(Provider) private readonly provider: Provider,
  ) {
    this.sealer = createSecretSealer(settings.secretKeys);
  }

  @Get('start')
  @Public()
  async start(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: startQuery }) query: z.output<typeof startQuery>,
  ): Promise<void> {
    this.refuseUnlessSetUp(request);
    const returnTo = returnPathOf(query.return);
    const isSilent = query.prompt === 'none';
    // A browser that has signed out has no cookie of a session, and must not be signed in again by a tab that is still open.
    if (isSilent && request.cookies[sessionCookieName(request)] === undefined) {
      void reply.redirect(signInPage({ next: returnTo }), 302);
      return;
    }
    const attempt: SignInAttempt = {
      state: randomState(),
      nonce: randomNonce(),
      codeVerifier: randomPKCECodeVerifier(),
      returnTo,
      isSilent,
      startedAt: Date.now(),
    };
    try {
      const url = await this.provider.authorizationUrl(this.callbackUrl(request), attempt, isSilent);
      setAttempt({ request, reply }, this.sealer, attempt);
      void reply.redirect(url.href, 302);
    } catch (error) {
      this.sendAway(reply, returnTo, error);
    }
  }

  @Get('callback')
  @Public()
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.refuseUnlessSetUp(request);
    const attempt = takeAttempt({ request, reply }, this.sealer);
    const url = new URL(this.callbackUrl(request));
    url.search = new URL(request.url, url).search;
    if (attempt === null || url.searchParams.get('state') !== attempt.state) {
      sendPage(reply, 400, 'This sign-in cannot be continued', otherBrowser);
      return;
    }
    // Each answer makes up to three calls of the provider, also one with a code that a stranger invented.
    this.rations.take('sign-ins-through-the-provider', addressKey(request.ip));
    try {
      await this.signIn({ request, reply }, url, attempt);
    } catch (error) {
      if (isProviderAway(error)) this.sendAway(reply, attempt.returnTo, error);
      else if (attempt.isSilent && error instanceof AuthorizationResponseError)
        void reply.redirect(signInPage({ next: attempt.returnTo }), 302);
      else this.refuse(request, reply, error);
    }
  }

  private async signIn(
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    url: URL,
    attempt: SignInAttempt,
  ): Promise<void> {
    const { claims, grant } = await this.provider.exchange(url, attempt);
    const person = await admitPerson(this.database, this.provider.settings!, claims);
    if (typeof person === 'string') {
      sendPage(reply, 403, 'You have no access to this Postern', accessPages[person]);
      return;
    }
    const session = await openPersonSession(this.database, this.sealer, person, grant);
    setSessionCookie(request, reply, session.secret);
    void reply.redirect(attempt.returnTo, 302);
  }

  private refuseUnlessSetUp(request: FastifyRequest): void {
    if (this.provider.settings === null) throw new ApiProblem('not-found');
    this.admission.refusePlainHttp(request);
  }

  private callbackUrl(request: FastifyRequest): string {
    return `${this.admission.ownOrigin(request)}/v1/session/oidc/callback`;
  }

  private sendAway(reply: FastifyReply, next: string, error: unknown): void {
    this.provider.tell(error);
    void reply.redirect(signInPage({ next, reason: 'provider' }), 302);
  }

  private refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
    const problem = this.failedAttempts.refuse(request.ip);
    if (problem.status === 429) throw problem;
    this.provider.tell(error);
    sendPage(reply, 400, 'The sign-in was refused', refused);
  }
}

/** The sign-in page of the console, which says why the browser is there. */
function signInPage(search: Readonly<Record<string, string>>): string {
  return `/sign-in?${new URLSearchParams(search).toString()}`;
}

const again = '<p><a href="/sign-in">Sign in again</a></p>';
const otherBrowser = `<p>It was begun in another browser or tab, or more than ten minutes ago.</p>${again}`;
const refused = `<p>The provider did not confirm who you are, or its answer was not valid. Nobody was signed in. The log of Postern says why.</p>${again}`;
const accessPages: Readonly<Record<MissingAccess, string>> = {
  'no-role': `<p>The provider confirmed who you are, but none of your groups has a role here. Ask whoever looks after Postern.</p>${again}`,
  'no-account': `<p>The provider confirmed who you are, but names no account of this Postern for you. Ask whoever looks after Postern.</p>${again}`,
};
