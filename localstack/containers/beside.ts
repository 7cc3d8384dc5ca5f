import { createEmbeddedAws, type EmbeddedAws, type ServiceName } from '../embedded/index.ts';
import { createRemoteAws } from '../embedded/remote/index.ts';

/**
 * What LocalStack 4.14 lacks (it answers these with "not included in your license"), and Lambda: LocalStack's needs
 * the container engine's socket, which is root on the host, and 0.8 s for each cold start.
 */
export const besideServices = [
  'lambda',
  'cognitoidentityprovider',
  'apigatewayv2',
  'scheduler',
  'xray',
] as const satisfies readonly ServiceName[];

export interface BesideOptions {
  /** Where the other AWS is, e.g. `http://127.0.0.1:4566`. */
  readonly remote: string;
  readonly region: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
}

/** The services of ours beside another AWS. */
export interface Beside {
  /** Answers for both. */
  readonly endpoint: string;
  readonly aws: EmbeddedAws;
  stop(): Promise<void>;
}

/** Runs {@link besideServices} with the other services at `remote`. Functions reach those without a detour. */
export async function startBeside({ remote, region, port, host }: BesideOptions): Promise<Beside> {
  const aws = await createEmbeddedAws({
    services: besideServices,
    region,
    remote: createRemoteAws({ endpoint: remote, region }),
    settings: {
      lambda: {
        environment: {
          AWS_ENDPOINT_URL_DYNAMODB: remote,
          AWS_ENDPOINT_URL_S3: remote,
          AWS_ENDPOINT_URL_SFN: remote,
        },
      },
    },
  });
  const endpoint = await aws.listen(port, host);
  return { endpoint, aws, stop: () => aws.stop() };
}
