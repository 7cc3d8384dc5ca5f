import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ProvisionError } from './errors.ts';
import { provision } from './provision.ts';
import { describedChange, describedCounts } from './report.ts';
import { readState, writeState } from './state-file.ts';

const USAGE = `Usage: node localstack/provision/main.ts [--endpoint URL] [--out DIR] [--region REGION] [--outputs FILE]
       [--state FILE] [--replace ADDRESS] [--destroy ADDRESS] [--without TYPE]

Creates what the synthesized stacks describe at an AWS endpoint, and updates what differs. Ends with 0 when all of it
is there, with 2 when something is left that only a replacement would change, and with 1 when it failed.

  --endpoint URL   one endpoint for all services; without it the AWS_ENDPOINT_URL… variables say where
  --out DIR        CDKTF's output folder, or one of files *.tf.json (cdktf.out)
  --region REGION  default: the definition's own region
  --state FILE     remembers there what was provisioned: what the definition has no longer is then taken away, and what
                   gets another name is found again; what holds data is kept until --destroy says otherwise
  --replace ADDRESS  deletes this resource, with the data that it holds, and makes it anew; may be repeated
  --destroy ADDRESS  deletes what holds data and is no longer in the definition; may be repeated
  --without TYPE   leaves resources of this type out, where the endpoint does not offer it; may be repeated
  --outputs FILE   writes the outputs as JSON: by stack under "stacks", and by name alone under "values"`;

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      endpoint: { type: 'string' },
      out: { type: 'string', default: 'cdktf.out' },
      region: { type: 'string' },
      outputs: { type: 'string' },
      without: { type: 'string', multiple: true },
      state: { type: 'string' },
      replace: { type: 'string', multiple: true },
      destroy: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) return console.log(USAGE);
  const started = performance.now();
  const before = options.state === undefined ? undefined : await readState(options.state);
  const result = await provision(options.out, {
    before,
    replace: options.replace,
    destroy: options.destroy,
    endpoint: options.endpoint,
    region: options.region,
    without: options.without,
    log: console.log,
  }).catch(async (error: unknown) => {
    const { state } = options;
    // What was made before it failed is there: the next run has to know.
    if (state !== undefined && error instanceof ProvisionError && error.records)
      await writeState(state, error.records);
    throw error;
  });
  const { changes, outputs, values, left, kept } = result;
  if (options.state !== undefined) await writeState(options.state, result.records);
  for (const change of changes.filter(({ change }) => change !== 'created'))
    console.log(describedChange(change));
  console.log(`${describedCounts(result)} (${(performance.now() - started).toFixed(0)} ms)`);
  for (const [name, value] of Object.entries(values)) console.log(`${name} = ${JSON.stringify(value)}`);
  for (const sentence of [...kept, ...left]) console.error(sentence);
  if (left.length > 0) process.exitCode = 2;
  if (options.outputs) {
    await writeFile(options.outputs, `${JSON.stringify({ stacks: outputs, values }, null, 2)}\n`);
  }
}

try {
  await main();
} catch (error) {
  const known =
    error instanceof ProvisionError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(known ? (error as Error).message : error);
  process.exitCode = 1;
}
