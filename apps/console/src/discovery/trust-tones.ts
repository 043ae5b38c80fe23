/** The colour of a proposal's trust. */
export const trustTones = { verified: 'pass', 'third-party': 'wait', dns: 'warn', guess: 'warn' } as const;
