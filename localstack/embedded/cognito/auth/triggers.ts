import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import type { Principal } from '../../core/service.ts';
import type { User, UserPool } from '../model.ts';

/** How often Cognito calls a function that does not answer in time. */
const MOST_TRIES = 3;

/** The triggers that the embedded Cognito fires. */
export type TriggerName =
  | 'PreSignUp'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PostAuthentication'
  | 'PreTokenGeneration';

/** What the event of one trigger says, besides what all events say. */
export interface TriggerEvent {
  /** e.g. `PostConfirmation_ConfirmSignUp`. */
  readonly source: string;
  /** Absent in operations of administrators. */
  readonly clientId?: string | undefined;
  readonly version?: '1' | '2';
  readonly request?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
}

/** Calls the Lambda functions that a pool names for its events. */
export interface Triggers {
  /**
   * The function's `response`, or undefined where the pool has no such trigger. Throws
   * UserLambdaValidationException where the function failed, UnexpectedLambdaException where it could not be
   * called or never answered in time, InvalidLambdaResponseException where its answer is not an event.
   */
  fire(
    pool: UserPool,
    name: TriggerName,
    user: Pick<User, 'username' | 'attributes'> & { readonly status?: string },
    event: TriggerEvent,
  ): Promise<Record<string, unknown> | undefined>;
}

/** `timeout`, of each of three tries, is in milliseconds of the context's clock. */
export function createTriggers(context: EmbeddedContext, timeout: number): Triggers {
  return {
    async fire(pool, name, user, event) {
      const arn = pool.settings.LambdaConfig?.[name];
      if (!arn) return undefined;
      const payload = eventFor(context, pool, user, event);
      const answer = await invoke(context, pool, name, arn, payload, timeout);
      const { response } = answer;
      if (typeof response !== 'object' || response === null) throw unrecognizable();
      return response as Record<string, unknown>;
    },
  };
}

function eventFor(
  context: EmbeddedContext,
  pool: UserPool,
  user: Pick<User, 'username' | 'attributes'> & { readonly status?: string },
  event: TriggerEvent,
) {
  const { sub, ...attributes } = user.attributes;
  return {
    version: event.version ?? '1',
    region: context.region,
    userPoolId: pool.id,
    userName: user.username,
    callerContext: {
      awsSdkVersion: 'aws-sdk-unknown-unknown',
      clientId: event.clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
    },
    triggerSource: event.source,
    request: {
      userAttributes: {
        ...(sub === undefined ? {} : { sub }),
        ...(user.status === undefined ? {} : { 'cognito:user_status': user.status }),
        ...attributes,
      },
      ...event.request,
    },
    response: event.response ?? {},
  };
}

async function invoke(
  context: EmbeddedContext,
  pool: UserPool,
  name: TriggerName,
  arn: string,
  payload: object,
  timeout: number,
): Promise<Record<string, unknown>> {
  const service = 'cognito-idp.amazonaws.com';
  const principal: Principal = { arn: service, service, accountId: context.accountId, sourceArn: pool.arn };
  const call = () =>
    context.call<{ FunctionError?: string; Payload?: Uint8Array }>(
      'lambda',
      'Invoke',
      { FunctionName: arn, InvocationType: 'RequestResponse', Payload: Buffer.from(JSON.stringify(payload)) },
      principal,
    );
  const answer = await withinTime(context, call, timeout).catch((cause: unknown) => {
    throw cause instanceof AwsError ? notInvoked(name, cause.code) : cause;
  });
  if (!answer) throw notInvoked(name, 'Socket timeout while invoking Lambda function');
  const parsed = parse(answer.Payload);
  if (answer.FunctionError !== undefined) {
    const message = typeof parsed?.errorMessage === 'string' ? parsed.errorMessage : 'Unknown error';
    throw new AwsError('UserLambdaValidationException', `${name} failed with error ${message}.`);
  }
  if (!parsed) throw unrecognizable();
  return parsed;
}

/**
 * What `call` gives within `timeout` milliseconds, or a further try does after none in time; undefined where no try did
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html,
 * «Important considerations»).
 */
async function withinTime<T>(
  context: EmbeddedContext,
  call: () => Promise<T>,
  timeout: number,
): Promise<T | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = context.clock.after(timeout, () => resolve(undefined));
    try {
      const answer = await Promise.race([call(), promise]);
      if (answer !== undefined) return answer;
    } finally {
      timer.cancel();
    }
  }
  return undefined;
}

function notInvoked(name: TriggerName, error: string): AwsError {
  return new AwsError('UnexpectedLambdaException', `${name} invocation failed due to error ${error}.`);
}

function parse(payload: Uint8Array | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload ?? []).toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function unrecognizable(): AwsError {
  return new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}
