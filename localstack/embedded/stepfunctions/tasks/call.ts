import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import { isObject, type Json } from '../json.ts';
import type { TaskInvoker, TaskRequest } from './invoker.ts';
import { invokeFunction, invokeIntegration } from './lambda.ts';
import type { ServiceResource } from './resource.ts';
import { fromS3, toS3 } from './s3.ts';
import { fromApi, metadata, optimizedError, sdkError, toApi } from './sdk.ts';

/** Makes the calls of tasks within the embedded AWS, each as the role that AWS would assume for it. */
export function createInvoker(context: EmbeddedContext): TaskInvoker {
  return (request) => {
    const call = callResource(context, request, rolePrincipal(request));
    const { resource } = request;
    // A function or an execution may itself wait for the clock, which must not wait for it.
    const mayWait = resource.kind === 'lambda-function' || ['lambda', 'sfn'].includes(resource.service);
    return mayWait ? call : context.clock.track(call);
  };
}

function callResource(
  context: EmbeddedContext,
  { resource, input }: TaskRequest,
  principal: Principal,
): Promise<Json> {
  if (resource.kind === 'lambda-function') return invokeFunction(context, resource.arn, input, principal);
  if (resource.kind === 'aws-sdk') return callSdk(context, resource, input, principal);
  if (resource.service === 'lambda') return invokeIntegration(context, input, principal);
  return callOptimized(context, resource, input, principal);
}

/** The session of the role in which Step Functions makes a task's call. */
function rolePrincipal({ roleArn, executionName }: TaskRequest): Principal {
  const [, partition = 'aws', , , accountId = '', path = ''] = roleArn.split(':');
  const role = path.slice(path.lastIndexOf('/') + 1);
  // A session's name has at most 64 characters.
  const arn = `arn:${partition}:sts::${accountId}:assumed-role/${role}/${executionName.slice(0, 64)}`;
  return { arn, accountId, roleArn };
}

async function callSdk(
  context: EmbeddedContext,
  { service, operation }: ServiceResource,
  input: Json,
  principal: Principal,
): Promise<Json> {
  try {
    const request = toApi(service, input);
    const isS3 = service === 's3';
    const output = await context.call(service, operation, isS3 ? toS3(request) : request, principal);
    return fromApi(service, isS3 ? fromS3(output) : output);
  } catch (error) {
    throw sdkError(service, error, context.random.uuid());
  }
}

/** One of Step Functions' own integrations: the API's answer, and how it travelled. */
async function callOptimized(
  context: EmbeddedContext,
  { service, operation }: ServiceResource,
  input: Json,
  principal: Principal,
): Promise<Json> {
  const requestId = context.random.uuid();
  try {
    const output = fromApi(
      service,
      await context.call(service, operation, toApi(service, textual(input)), principal),
    );
    const { length } = JSON.stringify(output);
    const sent = metadata(requestId, 'application/x-amz-json-1.0', length, context.clock.now());
    return { ...(isObject(output) ? output : {}), ...sent };
  } catch (error) {
    throw optimizedError(service, error, requestId);
  }
}

/** Members in which Step Functions takes any JSON and sends its text. */
const TEXTS = ['MessageBody', 'Input'];

function textual(input: Json): Json {
  if (!isObject(input)) return input;
  const copy = { ...input };
  for (const name of TEXTS) {
    const value = copy[name];
    // What is null is not sent.
    if (value === null) delete copy[name];
    else if (value !== undefined && typeof value !== 'string') copy[name] = JSON.stringify(value);
  }
  return copy;
}
