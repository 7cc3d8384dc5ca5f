import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createdResources } from './created-resources.ts';
import { uniqueName } from './unique-name.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the suite has to know of the account that it runs in. */
export interface RealAws {
  readonly accountId: string;
  readonly region: string;
  /** A role that state machines of the suite may run with. */
  readonly roleArn: string;
  /** Deletes what was made for the run as a whole. */
  stop(): Promise<void>;
}

/** The suite was not allowed to use AWS, or cannot; the message says what to set. */
export class RealAwsError extends Error {
  readonly code = 'RealAws';
}

/**
 * Makes ready to run on AWS itself: whoever runs it has said so, the SDK finds credentials and a region as it always
 * does, and there is a role for state machines. Throws {@link RealAwsError} where something is missing.
 */
export async function openRealAws(environment: Environment): Promise<RealAws> {
  if (environment.CONFORMANCE_ON_AWS !== 'yes') {
    throw new RealAwsError(
      'The suite creates and deletes resources in your AWS account, which costs money: set CONFORMANCE_ON_AWS=yes to allow it.',
    );
  }
  const region = environment.AWS_REGION;
  if (!region) throw new RealAwsError('Set AWS_REGION to the region that the suite is to use.');
  const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({})).catch((error: Error) => {
    throw new RealAwsError(`AWS cannot be asked with the credentials found: ${error.message}`, {
      cause: error,
    });
  });
  const created = createdResources();
  const roleArn = await createRole(created.follow);
  return {
    accountId: String(Account),
    region,
    roleArn,
    async stop() {
      for (const left of await created.deleteAll()) console.error(`not deleted: ${left}`);
    },
  };
}

async function createRole(follow: (client: unknown) => void): Promise<string> {
  const iam = new IAMClient({});
  follow(iam);
  const RoleName = uniqueName('conformance-workflow');
  const statement = (rest: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: statement({
        Principal: { Service: 'states.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'what-the-suite-does',
      PolicyDocument: statement({
        Action: [
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
          'sqs:SendMessage',
          'states:*',
          'logs:*',
        ],
        Resource: '*',
      }),
    }),
  );
  return String(Role?.Arn);
}
