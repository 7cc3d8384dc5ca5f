import { apply } from '../../provision/apply.ts';
import { type AwsOptions, createAws } from '../../provision/aws.ts';
import { prepare } from '../../provision/provision.ts';
import type { StartedEmbedded } from '../../testing/embedded.ts';
import type { Sent } from './reader.ts';

const ROOT = { accessKeyId: 'test', secretAccessKey: 'test' };

/** What was made of the stacks. */
export interface Created {
  readonly sent: readonly Sent[];
  /** By name, e.g. `api_url`. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Creates all that the stacks in CDKTF's output folder describe, or updates what differs, and says what was sent.
 * @param credentials whose calls these are; default: the root user's
 */
export async function create(
  aws: StartedEmbedded,
  folder: string,
  credentials: AwsOptions['credentials'] = ROOT,
): Promise<Created> {
  const { plan } = await prepare(folder);
  const clients = createAws({ endpoint: aws.endpoint, region: 'us-east-1', credentials });
  try {
    const { outcomes, outputs } = await apply(plan, { aws: clients, region: 'us-east-1' });
    const sent = outcomes.map(({ node, arguments: values, attributes }) => ({
      type: node.type,
      address: `${node.stack.name} ${node.address}`,
      arguments: values,
      text: (name: string) => String(attributes[name] ?? values[name]),
    }));
    return { sent, outputs: Object.assign({}, ...Object.values(outputs)) };
  } finally {
    clients.close();
  }
}
