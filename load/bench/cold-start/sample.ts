import { pathToFileURL } from 'node:url';

/** What a fresh process reports of the function that it has just started; times in milliseconds. */
export interface Sample {
  /** From the import of the code until the function can be called. */
  readonly init: number;
  /** From the first event until its answer. */
  readonly first: number;
  readonly status: number;
}

type Handler = (event: unknown, context: object) => Promise<{ readonly statusCode: number }>;

/** Starts the function at `bundle` in this process, serves one event and reports to the parent how long both took. */
async function main([bundle = '', event = '{}']: readonly string[]): Promise<void> {
  const first: unknown = JSON.parse(event);
  const context = { awsRequestId: 'a7f1c1b0-0000-4000-8000-000000000001', functionName: 'http' };
  const begun = performance.now();
  const { handler } = (await import(pathToFileURL(bundle).href)) as { readonly handler: Handler };
  const ready = performance.now();
  const { statusCode } = await handler(first, context);
  const answered = performance.now();
  const sample: Sample = { init: ready - begun, first: answered - ready, status: statusCode };
  process.send?.(sample, () => process.exit());
}

await main(process.argv.slice(2));
