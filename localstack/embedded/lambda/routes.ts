import type { RestRoute } from '../core/service.ts';

const FUNCTIONS = '/2015-03-31/functions';
const MAPPINGS = '/2015-03-31/event-source-mappings';
const paging = { Marker: 'Marker', MaxItems: 'MaxItems' };
const qualifier = { Qualifier: 'Qualifier' };

function route(operation: string, method: string, path: string, more: Partial<RestRoute> = {}): RestRoute {
  return { operation, method, path, ...more };
}

/** Lambda's HTTP bindings, as in its API model. */
export const routes: readonly RestRoute[] = [
  route('Invoke', 'POST', `${FUNCTIONS}/{FunctionName}/invocations`, {
    query: qualifier,
    headers: {
      'x-amz-invocation-type': 'InvocationType',
      'x-amz-log-type': 'LogType',
      'x-amz-client-context': 'ClientContext',
      'x-amzn-trace-id': 'TraceHeader',
    },
    payload: 'Payload',
    outputStatus: 'StatusCode',
    outputPayload: 'Payload',
    outputHeaders: {
      'x-amz-function-error': 'FunctionError',
      'x-amz-log-result': 'LogResult',
      'x-amz-executed-version': 'ExecutedVersion',
    },
  }),
  route('CreateFunction', 'POST', FUNCTIONS, { status: 201 }),
  route('ListFunctions', 'GET', FUNCTIONS, { query: { ...paging, FunctionVersion: 'FunctionVersion' } }),
  route('GetFunction', 'GET', `${FUNCTIONS}/{FunctionName}`, { query: qualifier }),
  route('DeleteFunction', 'DELETE', `${FUNCTIONS}/{FunctionName}`, { query: qualifier, status: 204 }),
  route('GetFunctionConfiguration', 'GET', `${FUNCTIONS}/{FunctionName}/configuration`, { query: qualifier }),
  route('UpdateFunctionConfiguration', 'PUT', `${FUNCTIONS}/{FunctionName}/configuration`),
  route('UpdateFunctionCode', 'PUT', `${FUNCTIONS}/{FunctionName}/code`),
  route('PublishVersion', 'POST', `${FUNCTIONS}/{FunctionName}/versions`, { status: 201 }),
  route('ListVersionsByFunction', 'GET', `${FUNCTIONS}/{FunctionName}/versions`, { query: paging }),
  route('CreateAlias', 'POST', `${FUNCTIONS}/{FunctionName}/aliases`, { status: 201 }),
  route('ListAliases', 'GET', `${FUNCTIONS}/{FunctionName}/aliases`, { query: paging }),
  route('GetAlias', 'GET', `${FUNCTIONS}/{FunctionName}/aliases/{Name}`),
  route('UpdateAlias', 'PUT', `${FUNCTIONS}/{FunctionName}/aliases/{Name}`),
  route('DeleteAlias', 'DELETE', `${FUNCTIONS}/{FunctionName}/aliases/{Name}`, { status: 204 }),
  route('AddPermission', 'POST', `${FUNCTIONS}/{FunctionName}/policy`, { query: qualifier, status: 201 }),
  route('GetPolicy', 'GET', `${FUNCTIONS}/{FunctionName}/policy`, { query: qualifier }),
  route('RemovePermission', 'DELETE', `${FUNCTIONS}/{FunctionName}/policy/{StatementId}`, {
    query: qualifier,
    status: 204,
  }),
  route('PutFunctionConcurrency', 'PUT', '/2017-10-31/functions/{FunctionName}/concurrency'),
  route('DeleteFunctionConcurrency', 'DELETE', '/2017-10-31/functions/{FunctionName}/concurrency', {
    status: 204,
  }),
  route('GetFunctionConcurrency', 'GET', '/2019-09-30/functions/{FunctionName}/concurrency'),
  route('GetFunctionCodeSigningConfig', 'GET', '/2020-06-30/functions/{FunctionName}/code-signing-config'),
  route(
    'GetRuntimeManagementConfig',
    'GET',
    '/2021-07-20/functions/{FunctionName}/runtime-management-config',
    {
      query: qualifier,
    },
  ),
  route('GetFunctionRecursionConfig', 'GET', '/2024-08-31/functions/{FunctionName}/recursion-config'),
  route(
    'ListFunctionEventInvokeConfigs',
    'GET',
    '/2019-09-25/functions/{FunctionName}/event-invoke-config/list',
    {
      query: paging,
    },
  ),
  ...(
    [
      ['PutFunctionEventInvokeConfig', 'PUT', 200],
      ['UpdateFunctionEventInvokeConfig', 'POST', 200],
      ['GetFunctionEventInvokeConfig', 'GET', 200],
      ['DeleteFunctionEventInvokeConfig', 'DELETE', 204],
    ] as const
  ).map(([operation, method, status]) =>
    route(operation, method, '/2019-09-25/functions/{FunctionName}/event-invoke-config', {
      query: qualifier,
      status,
    }),
  ),
  route('ListTags', 'GET', '/2017-03-31/tags/{Resource}'),
  route('TagResource', 'POST', '/2017-03-31/tags/{Resource}', { status: 204 }),
  route('UntagResource', 'DELETE', '/2017-03-31/tags/{Resource}', {
    query: { tagKeys: 'TagKeys' },
    status: 204,
  }),
  route('CreateEventSourceMapping', 'POST', MAPPINGS, { status: 202 }),
  route('ListEventSourceMappings', 'GET', MAPPINGS, {
    query: { ...paging, EventSourceArn: 'EventSourceArn', FunctionName: 'FunctionName' },
  }),
  route('GetEventSourceMapping', 'GET', `${MAPPINGS}/{UUID}`),
  route('UpdateEventSourceMapping', 'PUT', `${MAPPINGS}/{UUID}`, { status: 202 }),
  route('DeleteEventSourceMapping', 'DELETE', `${MAPPINGS}/{UUID}`, { status: 202 }),
];
