import { environmentOf } from '../local-aws/client-config.ts';
import type { LocalAws } from '../local-aws/local-aws.ts';
import { explained } from './explain.ts';
import { guardProcess } from './last-guard.ts';
import { PROGRAM, readOptions, USAGE } from './options.ts';
import { listenForShutdown, type Shutdown } from './shutdown.ts';

let shutdown: Shutdown | undefined;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(USAGE);
  const { stacks, port, host, services, data, salvage, replace, destroy, json } = options;
  shutdown = listenForShutdown({ withInput: json });
  const say = (line: string) => (json ? console.error(line) : console.log(line));
  const { startLocalAws } = await import('../local-aws/local-aws.ts');
  const aws = await startLocalAws({
    stacks,
    port,
    host,
    replace,
    destroy,
    onProgress: (line) => say(`${performance.now().toFixed(0).padStart(6)} ms  ${line}`),
    ...(services && { services }),
    ...(data !== undefined && { dataDirectory: data, salvage }),
  });
  const release = guardProcess(aws.aws.context.unexpected);
  if (!shutdown.signal.aborted) {
    for (const sentence of aws.left) say(sentence);
    const { endpoint, region, outputs } = aws;
    console.log(json ? JSON.stringify({ endpoint, region, outputs }) : welcome(aws));
  } else if (process.exitCode === 0) {
    // A shell gives what runs in its background an input that is empty: without a word nobody would know why.
    console.error('Standard input has ended, and with --json this ends, too: keep it open.');
  }
  await shutdown.ended;
  release();
  await aws.stop();
}

function welcome(aws: LocalAws): string {
  const variables = Object.entries(environmentOf(aws)).map(([name, value]) => `${name}=${value}`);
  const outputs = Object.entries(aws.outputs);
  const width = Math.max(...outputs.map(([name]) => name.length));
  const lines = outputs.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  return `
${lines.length > 0 ? `Outputs\n${lines.join('\n')}\n\n` : ''}For the AWS CLI and the SDKs, in another terminal
  export ${variables.join(' ')}

Ctrl-C stops it.`;
}

try {
  await main();
} catch (error) {
  // Interrupted while starting: the exit status already says by what.
  if (!shutdown?.signal.aborted) {
    console.error(explained(error, { program: PROGRAM }));
    process.exitCode = 1;
  }
} finally {
  // With --json it is being read until its end, which would keep a process alive that has nothing more to do.
  process.stdin.destroy();
}
