import { z } from 'zod';

/** A flag in a query: `true`, `1` or an empty value is true, `false`, `0` or no parameter is false. */
export const queryFlag = z
  .enum(['', 'true', '1', 'false', '0'])
  .optional()
  .transform((text) => text === '' || text === 'true' || text === '1')
  .meta({ description: 'true or false', example: 'true' });
