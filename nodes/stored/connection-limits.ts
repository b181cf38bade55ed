/** The numbers of a connection: what its dialog takes, what a run accepts and what the documentation lists. */

/** `unit` is also a key of the dialog's words; times are in seconds, and only they may have a fraction. */
export const LIMITS = {
  requestsAtOnce: { least: 1, most: 64, unit: 'requests', byDefault: 4 },
  retries: { least: 0, most: 20, unit: 'attempts', byDefault: 4 },
  connectTimeout: { least: 0.1, most: 600, unit: 'seconds', byDefault: 10 },
  firstByteTimeout: { least: 0.1, most: 86_400, unit: 'seconds', byDefault: 600 },
  idleTimeout: { least: 0.1, most: 86_400, unit: 'seconds', byDefault: 60 },
  totalTimeout: { least: 0.1, most: 604_800, unit: 'seconds', byDefault: 7200 },
} as const;

export type Limit = keyof typeof LIMITS;
