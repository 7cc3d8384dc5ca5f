import { parseArgs } from 'node:util';
import { guardProcess } from '../cli/last-guard.ts';
import { startBeside } from './beside.ts';

const USAGE = `Usage: node localstack/containers/main.ts [--port PORT] [--host HOST]

Runs the services that LocalStack lacks, beside the LocalStack at AWS_ENDPOINT_URL; what is asked for another service
is passed on to it. Ends by SIGTERM, SIGINT or, with --attached, when standard input does.

  --port PORT   where to listen (4567; 0 for any free port)
  --host HOST   on which address (127.0.0.1)
  --attached    says the endpoint as one line of JSON, and ends with its parent`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4567' },
      host: { type: 'string', default: '127.0.0.1' },
      attached: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const remote = process.env.AWS_ENDPOINT_URL;
  if (!remote)
    throw new Error('AWS_ENDPOINT_URL does not say where LocalStack is, e.g. http://127.0.0.1:4566.');
  const beside = await startBeside({
    remote,
    region: process.env.AWS_REGION ?? 'us-east-1',
    port: Number(values.port),
    host: values.host,
  });
  const { endpoint } = beside;
  const release = guardProcess(beside.aws.context.unexpected);
  console.log(values.attached ? JSON.stringify({ endpoint }) : `AWS is up on ${endpoint}, with ${remote}`);
  await new Promise<void>((end) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
    if (values.attached) process.stdin.once('end', () => end()).resume();
  });
  release();
  await beside.stop();
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
