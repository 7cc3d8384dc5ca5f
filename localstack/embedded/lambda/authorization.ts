import {
  type AuthorizationTable,
  type Need,
  type NeedsOf,
  type Place,
  passRole,
  textOf,
  type Unchecked,
} from '../core/authorization.ts';
import { parseReference } from './functions.ts';

const SERVICE = 'lambda.amazonaws.com';

function functionArn(reference: unknown, qualifier: unknown, { region, accountId }: Place): string {
  const { name, qualifier: inName } = parseReference(textOf(reference));
  const suffix = textOf(qualifier) || inName;
  return `arn:aws:lambda:${region}:${accountId}:function:${name}${suffix ? `:${suffix}` : ''}`;
}

const onFunction =
  (action: string): NeedsOf =>
  ({ FunctionName }, place) => [
    {
      action: `lambda:${action}`,
      resource: functionArn(parseReference(textOf(FunctionName)).name, '', place),
    },
  ];

const onArn =
  (action: string): NeedsOf =>
  ({ Resource }) => [{ action: `lambda:${action}`, resource: textOf(Resource) }];

const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `lambda:${action}`, resource: '*' }];

const onMapping =
  (action: string): NeedsOf =>
  ({ UUID }, { region, accountId }) => [
    {
      action: `lambda:${action}`,
      resource: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${textOf(UUID)}`,
    },
  ];

/** The version or alias that is invoked is part of the resource. */
function invoking({ FunctionName, Qualifier }: Unchecked, place: Place): Need[] {
  return [{ action: 'lambda:InvokeFunction', resource: functionArn(FunctionName, Qualifier, place) }];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const authorization: AuthorizationTable = {
  CreateFunction: (input, place) => [
    ...onFunction('CreateFunction')(input, place),
    ...passRole(input.Role, SERVICE),
    ...(Object.keys(Object(input.Tags)).length > 0 ? onFunction('TagResource')(input, place) : []),
  ],
  UpdateFunctionCode: onFunction('UpdateFunctionCode'),
  UpdateFunctionConfiguration: (input, place) => [
    ...onFunction('UpdateFunctionConfiguration')(input, place),
    ...passRole(input.Role, SERVICE),
  ],
  Invoke: invoking,
  PublishVersion: onFunction('PublishVersion'),
  ListVersionsByFunction: onFunction('ListVersionsByFunction'),
  GetFunction: onFunction('GetFunction'),
  GetFunctionConfiguration: onFunction('GetFunctionConfiguration'),
  ListFunctions: onAll('ListFunctions'),
  DeleteFunction: onFunction('DeleteFunction'),
  GetFunctionCodeSigningConfig: onFunction('GetFunctionCodeSigningConfig'),
  GetRuntimeManagementConfig: onFunction('GetRuntimeManagementConfig'),
  GetFunctionRecursionConfig: onFunction('GetFunctionRecursionConfig'),
  CreateAlias: onFunction('CreateAlias'),
  GetAlias: onFunction('GetAlias'),
  UpdateAlias: onFunction('UpdateAlias'),
  DeleteAlias: onFunction('DeleteAlias'),
  ListAliases: onFunction('ListAliases'),
  PutFunctionConcurrency: onFunction('PutFunctionConcurrency'),
  GetFunctionConcurrency: onFunction('GetFunctionConcurrency'),
  DeleteFunctionConcurrency: onFunction('DeleteFunctionConcurrency'),
  AddPermission: onFunction('AddPermission'),
  RemovePermission: onFunction('RemovePermission'),
  GetPolicy: onFunction('GetPolicy'),
  TagResource: onArn('TagResource'),
  UntagResource: onArn('UntagResource'),
  ListTags: onArn('ListTags'),
  PutFunctionEventInvokeConfig: onFunction('PutFunctionEventInvokeConfig'),
  UpdateFunctionEventInvokeConfig: onFunction('UpdateFunctionEventInvokeConfig'),
  GetFunctionEventInvokeConfig: onFunction('GetFunctionEventInvokeConfig'),
  DeleteFunctionEventInvokeConfig: onFunction('DeleteFunctionEventInvokeConfig'),
  ListFunctionEventInvokeConfigs: onFunction('ListFunctionEventInvokeConfigs'),
  CreateEventSourceMapping: ({ FunctionName }, place) => [
    {
      action: 'lambda:CreateEventSourceMapping',
      resource: '*',
      conditions: { 'lambda:functionarn': functionArn(FunctionName, '', place) },
    },
  ],
  GetEventSourceMapping: onMapping('GetEventSourceMapping'),
  UpdateEventSourceMapping: onMapping('UpdateEventSourceMapping'),
  DeleteEventSourceMapping: onMapping('DeleteEventSourceMapping'),
  ListEventSourceMappings: onAll('ListEventSourceMappings'),
};
