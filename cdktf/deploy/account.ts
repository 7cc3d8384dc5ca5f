import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DeployError } from './errors.ts';

/**
 * The number of the account that the caller's credentials belong to.
 * @param endpoint a local AWS; absent: AWS itself
 * @throws DeployError `missing` with what is wrong with the credentials, or why AWS cannot be reached
 */
export async function requireAccount(region: string, endpoint?: string): Promise<string> {
  const client = new STSClient({
    region,
    maxAttempts: 2,
    ...(endpoint && { endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
  });
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    if (!Account) throw new Error('the answer names no account');
    return Account;
  } catch (error) {
    throw new DeployError('missing', reasonOf(error as Error & { code?: string }, region, endpoint));
  } finally {
    client.destroy();
  }
}

function reasonOf(error: Error & { code?: string }, region: string, endpoint: string | undefined): string {
  if (endpoint) return `Nothing answers as AWS at ${endpoint}: run \`npm start\` in another terminal first.`;
  if (error.name === 'CredentialsProviderError') {
    return 'There are no AWS credentials: sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID.';
  }
  if (
    error.name.includes('Token') ||
    error.name === 'SignatureDoesNotMatch' ||
    error.name === 'AccessDenied'
  ) {
    return `AWS does not take these credentials (${error.name}): ${error.message}`;
  }
  return `AWS cannot be asked whose credentials these are, in ${region}: ${error.message || error.code || error.name}`;
}
