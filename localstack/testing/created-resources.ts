import { ApiGatewayV2Client, DeleteApiCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient, DeleteAlarmsCommand, DeleteDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DeleteActivityCommand, DeleteStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';

type Members = Readonly<Record<string, unknown>>;
type Deletion = () => Promise<unknown>;

/** The part of a client of the SDK that is needed to see what it calls. */
interface ObservedClient {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: { input: Members }) => Promise<{ output: Members }>,
        context: { commandName?: string },
      ) => (args: { input: Members }) => Promise<{ output: Members }>,
      options: { step: string; name: string },
    ): void;
  };
}

/** What a run has created on an AWS that outlives it, so that nothing of it is left there. */
export interface CreatedResources {
  /** Sees what a client creates from now on. */
  follow(client: unknown): void;
  /** Deletes it all, the newest first; tells what could not be deleted, and why. */
  deleteAll(): Promise<string[]>;
}

/** Starts with nothing. `settings` are those of the clients that delete. */
export function createdResources(settings: object = {}): CreatedResources {
  const deletions = new Map<string, Deletion>();
  return {
    follow(client) {
      (client as ObservedClient).middlewareStack.add(
        (next, { commandName = '' }) =>
          async (args) => {
            const answer = await next(args);
            const operation = commandName.replace(/Command$/, '');
            const kind = kinds[operation];
            if (kind) {
              const id = kind.id(args.input, answer.output);
              deletions.set(`${operation} ${id}`, () => kind.remove(id, settings));
              await kind.usable?.(id, settings);
            }
            return answer;
          },
        { step: 'initialize', name: 'createdResources' },
      );
    },
    async deleteAll() {
      const left: string[] = [];
      for (const [name, remove] of [...deletions].reverse()) {
        await remove().catch((error: Error) => {
          if (!isGone(error)) left.push(`${name}: ${error.message}`);
        });
      }
      deletions.clear();
      return left;
    },
  };
}

/** A test may have deleted itself what it made. */
function isGone({ name }: Error): boolean {
  return /NoSuch|NotFound|DoesNotExist|NonExistent/.test(name);
}

/** How one kind of resource is found and deleted again. */
interface Kind {
  id(input: Members, output: Members): string;
  remove(id: string, settings: object): Promise<unknown>;
  /** Waits until it can be used, where AWS takes longer than the call. */
  usable?(id: string, settings: object): Promise<unknown>;
}

const inputMember = (member: string) => (input: Members) => String(input[member]);
const answered = (member: string) => (_: Members, output: Members) => String(output[member]);

const kinds: Readonly<Record<string, Kind>> = {
  CreateTable: {
    id: inputMember('TableName'),
    remove: removeTable,
    usable: (TableName, settings) =>
      waitUntilTableExists({ client: new DynamoDBClient(settings), maxWaitTime: 60 }, { TableName }),
  },
  CreateQueue: {
    id: answered('QueueUrl'),
    remove: (QueueUrl, settings) => new SQSClient(settings).send(new DeleteQueueCommand({ QueueUrl })),
  },
  CreateBucket: { id: inputMember('Bucket'), remove: removeBucket },
  CreateRole: { id: inputMember('RoleName'), remove: removeRole },
  CreatePolicy: {
    id: (_, { Policy }) => String((Policy as Members).Arn),
    remove: (PolicyArn, settings) => new IAMClient(settings).send(new DeletePolicyCommand({ PolicyArn })),
  },
  CreateStateMachine: {
    id: answered('stateMachineArn'),
    remove: (stateMachineArn, settings) =>
      new SFNClient(settings).send(new DeleteStateMachineCommand({ stateMachineArn })),
  },
  CreateActivity: {
    id: answered('activityArn'),
    remove: (activityArn, settings) =>
      new SFNClient(settings).send(new DeleteActivityCommand({ activityArn })),
  },
  CreateLogGroup: {
    id: inputMember('logGroupName'),
    remove: (logGroupName, settings) =>
      new CloudWatchLogsClient(settings).send(new DeleteLogGroupCommand({ logGroupName })),
  },
  CreateUserPool: {
    id: (_, { UserPool }) => String((UserPool as Members).Id),
    remove: removeUserPool,
  },
  CreateApi: {
    id: answered('ApiId'),
    remove: (ApiId, settings) => new ApiGatewayV2Client(settings).send(new DeleteApiCommand({ ApiId })),
  },
  PutMetricAlarm: {
    id: inputMember('AlarmName'),
    remove: (name, settings) =>
      new CloudWatchClient(settings).send(new DeleteAlarmsCommand({ AlarmNames: [name] })),
  },
  PutDashboard: {
    id: inputMember('DashboardName'),
    remove: (name, settings) =>
      new CloudWatchClient(settings).send(new DeleteDashboardsCommand({ DashboardNames: [name] })),
  },
};

/** A table may be protected. */
async function removeTable(TableName: string, settings: object): Promise<void> {
  const dynamodb = new DynamoDBClient(settings);
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  if (Table?.DeletionProtectionEnabled) {
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  }
  await dynamodb.send(new DeleteTableCommand({ TableName }));
}

/** A user pool may be protected too. */
async function removeUserPool(UserPoolId: string, settings: object): Promise<void> {
  const cognito = new CognitoIdentityProviderClient(settings);
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  if (UserPool?.DeletionProtection === 'ACTIVE') {
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
  }
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
}

/** A bucket goes only when it is empty, of old versions and unfinished uploads too. */
async function removeBucket(Bucket: string, settings: object): Promise<void> {
  const s3 = new S3Client(settings);
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) }));
  }
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
}

/** A role goes only without its policies. */
async function removeRole(RoleName: string, settings: object): Promise<void> {
  const iam = new IAMClient(settings);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies) {
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
