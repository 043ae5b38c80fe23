import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Database } from '@postern/database/database';
import { findHolder } from '@postern/database/functions/holder';
import type { FastifyRequest } from 'fastify';
import { DATABASE } from '../api-settings.js';
import { Admission } from './admission.js';
import { accessKey, type Access } from './permission.js';

/** Allows a request only if its route declares an access and the caller has it. A route without a declaration throws. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(accessKey, context.getHandler());
    if (access === undefined) throw new Error(`${context.getHandler().name} declares no access`);
    if (access.kind !== 'token') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const secret = this.admission.requestSecretOf(request);
    const holder = await findHolder(this.database, secret.sha256);
    request.caller = this.admission.admit(request, holder, access.permission);
    if (access.inAccount) await this.admission.requireAccount(request.caller);
    return true;
  }
}
