import { z } from 'zod';

/** The id of a data centre. This schema does not check whether the published allowlist has this data centre. */
export const dataCenterIdSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'A data centre’s id is 1 to 64 lower-case letters, digits and hyphens, like eu1',
  )
  .meta({ id: 'DataCenterId', description: 'The id of a data centre.', example: 'eu1' });
