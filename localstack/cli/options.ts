import { readCommandLine, UsageError } from '../../preflight/command-line.ts';
import type { ServiceName } from '../embedded/services.ts';
import { DEFAULT_PORT, noPort, portOf } from './port.ts';

/** How the program is called. */
export const PROGRAM = 'npx embedded-aws';

export const USAGE = `Usage: ${PROGRAM} [--port PORT] [--host HOST] [--services NAME,…] [--data DIR [--salvage]]
       ${PROGRAM} up DIR [--replace ADDRESS] [--destroy ADDRESS] …

Runs an AWS on this machine until Ctrl-C: a bare one, or by \`up\` one with the stacks of a folder in it: CDKTF's output
folder (cdktf.out), or a folder of Terraform's JSON (*.tf.json).

  --port PORT        where it listens (${DEFAULT_PORT}; 0 for any free port)
  --host HOST        on which address (127.0.0.1, which this machine alone reaches)
  --services NAME,…  which services run (all): iam, sts, dynamodb, dynamodbstreams, sqs, s3, kms, cloudwatchlogs, cloudwatch,
                     lambda, cognitoidentityprovider, apigatewayv2, sfn, xray, scheduler
  --data DIR         keeps all data in DIR; without it everything is forgotten at the end
  --salvage          where the data in DIR is damaged: keeps a copy of it and goes on with what can be read
  --replace ADDRESS  with --data: deletes this resource, with the data that it holds, and makes it anew; may be repeated
  --destroy ADDRESS  with --data: deletes what holds data and is no longer in the definition; may be repeated
  --json             says one line of JSON when ready, nothing else; ends when standard input does, too`;

/** What the command line asks for. */
export interface Options {
  /** The folder of stacks; undefined for a bare AWS. */
  readonly stacks: string | undefined;
  readonly port: number;
  readonly host: string;
  readonly services: readonly ServiceName[] | undefined;
  readonly data: string | undefined;
  readonly salvage: boolean;
  readonly replace: readonly string[] | undefined;
  readonly destroy: readonly string[] | undefined;
  readonly json: boolean;
}

/**
 * Reads the command line.
 * @returns undefined where help is asked for
 * @throws UsageError saying in one sentence what is wrong
 */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values, positionals } = readCommandLine(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        host: { type: 'string', default: '127.0.0.1' },
        services: { type: 'string' },
        data: { type: 'string' },
        salvage: { type: 'boolean', default: false },
        replace: { type: 'string', multiple: true },
        destroy: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    `${PROGRAM} --help`,
  );
  if (values.help) return undefined;
  const { host, data, salvage, replace, destroy, json } = values;
  const stacks = stacksOf(positionals);
  const port = portOf(values.port);
  if (port === undefined) throw new UsageError(noPort(values.port));
  if (host === '') throw new UsageError('--host needs an address, e.g. 127.0.0.1.');
  if (data === '') throw new UsageError('--data needs the name of a folder.');
  if (salvage && data === undefined) {
    throw new UsageError('--salvage is for data that was kept: it goes with --data DIR.');
  }
  if ((replace || destroy) && stacks === undefined) {
    throw new UsageError(`--replace and --destroy are for stacks: ${PROGRAM} up DIR.`);
  }
  // Names that are none are refused by whoever has the list.
  const services = values.services?.split(',').map((name) => name.trim() as ServiceName);
  return { stacks, port, host, services, data, salvage, replace, destroy, json };
}

function stacksOf([command, folder, ...others]: readonly string[]): string | undefined {
  if (command === undefined) return undefined;
  if (command !== 'up') {
    throw new UsageError(
      `There is no command ${command}; there is: ${PROGRAM} up DIR (see ${PROGRAM} --help)`,
    );
  }
  if (!folder || others.length > 0) {
    throw new UsageError(`Which one folder of stacks? For example: ${PROGRAM} up cdktf.out`);
  }
  return folder;
}
