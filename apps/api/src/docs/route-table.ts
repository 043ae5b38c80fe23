import { RequestMethod, type INestApplication, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { accessKey, type Access } from '../access/permission.js';

/** One route of the api; `access` is undefined if its handler declares none, and then every request is refused. */
export type Route = {
  readonly method: string;
  /** With parameters, e.g. `/v1/tokens/:id`. */
  readonly path: string;
  readonly handler: string;
  readonly access: Access | undefined;
};

/** Every route of every controller, sorted by path, then method. */
export function listRoutes(app: INestApplication): Route[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  const routes = controllers.flatMap(({ metatype }) =>
    typeof metatype === 'function' ? routesOf(metatype as Type) : [],
  );
  return routes.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function routesOf(controller: Type): Route[] {
  const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name]!;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const path = [base, Reflect.getMetadata(PATH_METADATA, handler) as string].join('/');
    return [
      {
        method: RequestMethod[method],
        path: `/${path.split('/').filter(Boolean).join('/')}`,
        handler: `${controller.name}.${name}`,
        access: Reflect.getMetadata(accessKey, handler) as Access | undefined,
      },
    ];
  });
}

function keyOf({ path, method }: Route): string {
  return `${path} ${method}`;
}
