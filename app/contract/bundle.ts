/**
 * Packages that Fastify asks for only where an application brings no schema compilers of its own; this one does (see
 * app/http/server-options.ts), so its bundles leave them out: 290 kB less to load at a cold start.
 */
export const neverLoaded = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler'] as const;

/** Bytes that the code of a function may have, minified; the reconciler's client for S3 is loaded at first use only. */
export const bundleBudget = { http: 1_500_000, others: 750_000 } as const;
