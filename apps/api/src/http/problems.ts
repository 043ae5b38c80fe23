import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemCatalogue, type ProblemCode } from './problem-catalogue.js';

/**
 * Declares the problems that a route answers with, for its description: one answer per status, one example per
 * code. Each status may be declared once per route; `Requires` and its like declare 400, 401, 403 and 503.
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
