import { AwsError, notImplemented } from '../core/errors.ts';
import type { RemoteAws } from '../core/remote.ts';
import { fromSdk, toSdk } from './shapes.ts';

/** Where another AWS is, and how it is called. */
export interface RemoteOptions {
  /** e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
  /**
   * The credentials that calls are signed with; default: the key `test`. They are the same for all principals,
   * because the other AWS knows none of the sessions that this one has issued.
   */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

interface Client {
  send(command: unknown, options?: { readonly abortSignal: AbortSignal }): Promise<object>;
  destroy(): void;
}

type Constructor<Made, Input> = new (input: Input) => Made;
type Sdk = Readonly<Record<string, unknown>>;

/** The SDK's client of each service that other services call. */
const packages: Readonly<Record<string, { readonly load: () => Promise<Sdk>; readonly client: string }>> = {
  sqs: { load: () => import('@aws-sdk/client-sqs'), client: 'SQSClient' },
  s3: { load: () => import('@aws-sdk/client-s3'), client: 'S3Client' },
  sfn: { load: () => import('@aws-sdk/client-sfn'), client: 'SFNClient' },
  dynamodb: { load: () => import('@aws-sdk/client-dynamodb'), client: 'DynamoDBClient' },
  cloudwatchlogs: { load: () => import('@aws-sdk/client-cloudwatch-logs'), client: 'CloudWatchLogsClient' },
  cloudwatch: { load: () => import('@aws-sdk/client-cloudwatch'), client: 'CloudWatchClient' },
  iam: { load: () => import('@aws-sdk/client-iam'), client: 'IAMClient' },
};

/** Long polls keep a connection for twenty seconds each; other calls should not wait behind them. */
const SOCKETS = 256;

/** Sends calls between services to another AWS, by the SDK's client of each service, made at its first call. */
export function createRemoteCalls(options: RemoteOptions): Pick<RemoteAws, 'call' | 'close'> {
  const ending = new AbortController();
  const opened = new Map<string, Promise<{ readonly sdk: Sdk; readonly client: Client }>>();

  async function open(service: string): Promise<{ readonly sdk: Sdk; readonly client: Client }> {
    const known = Object.hasOwn(packages, service) ? packages[service] : undefined;
    if (!known) throw notImplemented(service, 'calls to another AWS');
    const sdk = await known.load();
    const Class = sdk[known.client] as Constructor<Client, object>;
    const client = new Class({
      endpoint: options.endpoint,
      region: options.region,
      credentials: options.credentials ?? { accessKeyId: 'test', secretAccessKey: 'test' },
      forcePathStyle: true,
      useQueueUrlAsEndpoint: false,
      requestHandler: { httpAgent: { maxSockets: SOCKETS } },
    });
    return { sdk, client };
  }

  function opening(service: string) {
    const known = opened.get(service) ?? open(service);
    opened.set(service, known);
    return known;
  }

  return {
    async call<Output>(service: string, operation: string, input: object): Promise<Output> {
      const { sdk, client } = await opening(service);
      const Command = sdk[`${operation}Command`] as Constructor<unknown, object> | undefined;
      if (!Command) throw notImplemented(service, operation);
      try {
        const command = new Command(toSdk(service, input));
        return (await fromSdk(await client.send(command, { abortSignal: ending.signal }))) as Output;
      } catch (error) {
        throw asAwsError(error, `${service}:${operation}`);
      }
    },
    close() {
      ending.abort();
      for (const one of opened.values()) one.then(({ client }) => client.destroy()).catch(() => {});
    },
  };
}

function asAwsError(error: unknown, call: string): AwsError {
  const { name, message, $metadata } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if ($metadata?.httpStatusCode !== undefined) return new AwsError(name, message, $metadata.httpStatusCode);
  return new AwsError('ServiceUnavailable', `${call} did not reach the other AWS: ${message || name}`, 503);
}
