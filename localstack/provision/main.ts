import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ProvisionError } from './errors.ts';
import { provision } from './provision.ts';

const USAGE = `Usage: node localstack/provision/main.ts [--endpoint URL] [--out DIR] [--region REGION] [--outputs FILE]

Creates what the synthesized stacks describe at an AWS endpoint, and updates what differs.

  --endpoint URL   one endpoint for all services; without it the AWS_ENDPOINT_URL… variables say where
  --out DIR        CDKTF's output folder (cdktf.out)
  --region REGION  the definition's own region unless told
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
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) return console.log(USAGE);
  const started = performance.now();
  const result = await provision({
    directory: options.out,
    endpoint: options.endpoint,
    region: options.region,
    credentials: credentialsFor(options.endpoint),
    without: options.without,
    log: console.log,
  });
  const { created, updated, unchanged, changes, outputs, values } = result;
  for (const { address, change } of changes.filter(({ change }) => change === 'updated')) {
    console.log(`${change} ${address}`);
  }
  console.log(
    `${created} created, ${updated} updated, ${unchanged} unchanged (${(performance.now() - started).toFixed(0)} ms)`,
  );
  for (const [name, value] of Object.entries(values)) console.log(`${name} = ${JSON.stringify(value)}`);
  if (options.outputs) {
    await writeFile(options.outputs, `${JSON.stringify({ stacks: outputs, values }, null, 2)}\n`);
  }
}

/** Local endpoints take the keys that every emulator takes, unless the environment has others. */
function credentialsFor(endpoint: string | undefined) {
  if (endpoint === undefined || process.env.AWS_ACCESS_KEY_ID) return undefined;
  return { accessKeyId: 'test', secretAccessKey: 'test' };
}

try {
  await main();
} catch (error) {
  const known =
    error instanceof ProvisionError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(known ? (error as Error).message : error);
  process.exitCode = 1;
}
