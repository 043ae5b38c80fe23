import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemCatalogue, type ProblemCode } from './problem-catalogue.js';

/**
 * Declares the problems of a route for the OpenAPI document: one response for each status, one example for each code. A
 * status may be declared once for a route; `Requires` declares 400, 401, 403 and 503.
 */
export function Problems(...codes: readonly ProblemCode[]): MethodDecorator {
  const byStatus = Map.groupBy(codes, (code) => problemCatalogue[code][0]);
  return applyDecorators(
    ...[...byStatus].map(([status, ofStatus]) => ApiResponse(problemResponse(status, ofStatus))),
  );
}

function problemResponse(status: number, codes: readonly ProblemCode[]) {
  return {
    status,
    description: codes.map((code) => problemCatalogue[code][1]).join('. Or: '),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}
