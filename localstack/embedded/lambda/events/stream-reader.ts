import type { EmbeddedContext } from '../../core/context.ts';
import type { AwsError } from '../../core/errors.ts';
import type { Principal } from '../../core/service.ts';
import type { StreamRecord } from './stream-event.ts';

/** The shard of a stream, as DescribeStream describes it. */
export interface Shard {
  readonly shardId: string;
  /** The attribute by whose value records are kept in order. */
  readonly partitionKey: string;
}

/** Reads the shards of DynamoDB's streams in the name of a function's role. */
export interface StreamReader {
  /** Throws ResourceNotFoundException, and AccessDeniedException. */
  shardsOf(streamArn: string): Promise<Shard[]>;
  /** What follows in a shard, at most a thousand records. */
  read(position: Position): Promise<{ readonly records: readonly StreamRecord[]; readonly next: Position }>;
}

/** Where a shard is read: after what was read last, by an iterator as long as it can be used. */
export interface Position {
  readonly streamArn: string;
  readonly shardId: string;
  /** Undefined: from the oldest record on. */
  readonly after: string | undefined;
  readonly iterator?: string | undefined;
  /** Set where the shard is closed and nothing follows. */
  readonly isAtEnd?: boolean;
}

/** The name that Lambda takes roles under for its readers, as it stands in their ARNs on AWS. */
const SESSION = 'awslambda_1_';

/**
 * A reader of the calls that Lambda makes on AWS.
 *
 * @param role the function's role, as it is at each call
 */
export function createStreamReader(context: EmbeddedContext, role: () => string): StreamReader {
  let session: Principal | undefined;

  /** One session for all calls, as long as the role is the same. */
  function principal(): Principal {
    const roleArn = role();
    if (session?.roleArn !== roleArn) {
      session = context.credentials.assumeRole(roleArn, SESSION + context.clock.now()).principal;
    }
    return session;
  }

  const call = <Output>(operation: string, input: object) =>
    context.call<Output>('dynamodbstreams', operation, input, principal());

  /** Where what comes next was trimmed meanwhile, the oldest record that is left is what comes next. */
  async function iteratorFor({ streamArn, shardId, after }: Position): Promise<string> {
    const input = { StreamArn: streamArn, ShardId: shardId };
    const ask = async (more: object) => {
      const { ShardIterator } = await call<{ ShardIterator: string }>('GetShardIterator', {
        ...input,
        ...more,
      });
      return ShardIterator;
    };
    if (after === undefined) return ask({ ShardIteratorType: 'TRIM_HORIZON' });
    try {
      return await ask({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after });
    } catch (error) {
      if ((error as AwsError).code !== 'TrimmedDataAccessException') throw error;
      return ask({ ShardIteratorType: 'TRIM_HORIZON' });
    }
  }

  interface GetRecordsOutput {
    readonly Records: readonly StreamRecord[];
    readonly NextShardIterator?: string;
  }

  async function recordsAt(position: Position): Promise<GetRecordsOutput> {
    const ShardIterator = position.iterator ?? (await iteratorFor(position));
    try {
      return await call<GetRecordsOutput>('GetRecords', { ShardIterator });
    } catch (error) {
      const { code } = error as AwsError;
      if (!position.iterator || !/^(?:ExpiredIterator|TrimmedDataAccess)Exception$/.test(code)) throw error;
      return recordsAt({ ...position, iterator: undefined });
    }
  }

  return {
    async shardsOf(StreamArn) {
      const { StreamDescription } = await call<{
        StreamDescription: {
          readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
          readonly Shards: readonly { readonly ShardId: string }[];
        };
      }>('DescribeStream', { StreamArn });
      const { KeySchema, Shards } = StreamDescription;
      const partitionKey = KeySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
      return Shards.map(({ ShardId }) => ({ shardId: ShardId, partitionKey }));
    },
    async read(position) {
      const { Records, NextShardIterator } = await recordsAt(position);
      const after = Records.at(-1)?.dynamodb.SequenceNumber ?? position.after;
      const isAtEnd = NextShardIterator === undefined;
      return { records: Records, next: { ...position, after, iterator: NextShardIterator, isAtEnd } };
    },
  };
}
