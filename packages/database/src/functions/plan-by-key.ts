/**
 * Clauses of a function that finds its rows by key: one plan fits all calls, and a session keeps it. Without
 * `enable_seqscan = off`, a plan that was made while a table was small would read the whole table ever after.
 */
export const planByKey = 'set enable_seqscan = off set plan_cache_mode = force_generic_plan';
