import fc from 'fast-check';

/**
 * Property tests try the same random inputs in every run, so that a run fails because of a change and not by chance.
 * `POSTERN_SEED` sets another seed; `POSTERN_SEED=random` takes a new one for each property.
 */
const { POSTERN_SEED: given = '20261126' } = process.env;
if (given !== 'random') fc.configureGlobal({ seed: Number(given) });
