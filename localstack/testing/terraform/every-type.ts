import { type Example, ref } from '../../provision/example.ts';
import { resourceTypeNames, resourceTypes } from '../../provision/resources/index.ts';
import type { FixtureStack } from './fixtures.ts';

/** Arguments by type and name. */
export type Resources = Record<string, Record<string, Record<string, unknown>>>;

/**
 * A stack with the examples of every type, and the arguments that a test may want to change. Its folder needs a function's
 * code, `code.zip` and `other.zip`.
 */
export async function everyType(): Promise<{ readonly resource: Resources } & FixtureStack> {
  return {
    provider: { aws: [{ region: 'us-east-1', default_tags: [{ tags: { Project: 'fixture' } }] }] },
    data: { aws_caller_identity: { me: {} } },
    resource: structuredClone(await examples()) as Resources,
    output: {
      table: { value: ref('aws_dynamodb_table.t.arn') },
      account: { value: ref('data.aws_caller_identity.me.account_id') },
      queue: { value: ref('aws_sqs_queue.q.url') },
      pool: { value: ref('aws_cognito_user_pool.p.id') },
      api: { value: ref('aws_apigatewayv2_api.a.id') },
    },
  };
}

async function examples(): Promise<Readonly<Record<string, Example>>> {
  const types = await resourceTypes(
    resourceTypeNames.map((type) => ({ type, stack: 's', address: `${type}.example` })),
  );
  return Object.fromEntries([...types.values()].map(({ type, example }) => [type, example]));
}
