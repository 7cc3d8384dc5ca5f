import { target } from './target.ts';

/** Any client class of the SDK v3. */
type ClientClass<Client> = new (config: never) => Client;

/**
 * An SDK client for the target's AWS. The SDK's own retries stay on: by them it finds out that the target's clock has
 * been moved.
 */
export function awsClient<Client>(Client: ClientClass<Client>): Client {
  const { endpoint, region, credentials } = target;
  const config = { region, ...(endpoint && { endpoint, credentials, forcePathStyle: true }) };
  return new Client(config as never);
}
