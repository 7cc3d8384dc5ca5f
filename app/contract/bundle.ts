/**
 * Packages that Fastify loads only for an application without schema compilers of its own. This one has them (see
 * app/http/server-options.ts), so the bundles leave the packages out: 290 kB less to load at a cold start.
 */
export const neverLoaded = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler'] as const;

/**
 * Bytes of a function's minified code at most. The reconciler's client for S3 is loaded at first use, and not counted.
 */
export const bundleBudget = { http: 1_500_000, others: 750_000 } as const;
