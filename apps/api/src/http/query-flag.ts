import { z } from 'zod';

/** A yes or no in a query: `true`, `1` or nothing behind the name mean yes; left out means no. */
export const queryFlag = z
  .enum(['', 'true', '1', 'false', '0'])
  .optional()
  .transform((text) => text === '' || text === 'true' || text === '1')
  .meta({ description: 'true or false', example: 'true' });
