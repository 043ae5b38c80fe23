import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { accessKey, type Access } from './permission.js';

/**
 * Allows a request only if its route declares an access. The caller of a route that needs a token was found before the
 * body was read (`authenticateRequests`); without a caller the request is refused.
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { name } = context.getHandler();
    const access = this.reflector.get<Access | undefined>(accessKey, context.getHandler());
    if (access === undefined) throw new Error(`${name} declares no access`);
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (access.kind === 'token' && caller === undefined) throw new Error(`${name} was not authenticated`);
    return true;
  }
}
