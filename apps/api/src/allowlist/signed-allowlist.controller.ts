import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { currentAllowlist } from '@postern/database/allowlist-revisions';
import type { Database } from '@postern/database/database';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { Public, RequiresAnywhere } from '../access/permission.js';
import { SigningKeys } from './signing-keys.js';

const keysSchema = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string(),
        alg: z.literal('EdDSA'),
        use: z.literal('sig'),
      }),
    ),
  })
  .meta({ id: 'AllowlistKeys', description: 'A JWK Set (RFC 7517 §5).' });

/** The allowlist with a signature, and the keys to check it with: a list that came by another way can be trusted. */
@ApiTags('Allowlist')
@Controller()
export class SignedAllowlistController {
  private readonly keys: Promise<SigningKeys>;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) { secretKeys }: ApiSettings,
  ) {
    this.keys = SigningKeys.derive(secretKeys);
  }

  @Get('v1/allowlist/document.jws')
  @RequiresAnywhere('allowlist:read')
  @ApiOperation({
    operationId: 'readSignedAllowlist',
    summary: 'The complete list with a signature; “postern allowlist verify” checks it',
  })
  @ApiProduces('application/jose')
  @ApiOkResponse({ standardSchema: z.string().meta({ description: 'A compact JWS (RFC 7515 §7.1).' }) })
  async readSigned(@Res() reply: FastifyReply): Promise<void> {
    const document = await currentAllowlist(this.database);
    const signed = await (await this.keys).sign(JSON.stringify(document));
    void reply
      .type('application/jose')
      .header('cache-control', 'private, no-cache')
      .header('etag', `"${document.revision}-${document.sha256}-jws"`)
      .send(signed);
  }

  @Get('.well-known/postern-allowlist-keys')
  @Public()
  @Header('cache-control', 'public, max-age=3600')
  @ApiOperation({ operationId: 'readAllowlistKeys', summary: 'The keys that lists are signed with' })
  @ApiOkResponse({ standardSchema: keysSchema })
  async readKeys() {
    return { keys: [...(await this.keys).publicKeys] };
  }
}
