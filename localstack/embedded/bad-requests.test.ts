import { once } from 'node:events';
import { connect } from 'node:net';
import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aFunction } from '../testing/functions.ts';
import { aRole } from '../testing/roles.ts';
import { signed } from '../testing/sign.ts';
import { createRandom } from './core/random.ts';

const random = createRandom('bad requests');
const pick = <Item>(items: readonly Item[]): Item =>
  items[Math.floor(random.number() * items.length)] as Item;
const chance = (probability: number) => random.number() < probability;

let aws: StartedEmbedded;
let api = '';
const unhandled: unknown[] = [];
const remember = (error: unknown) => void unhandled.push(error);

beforeAll(async () => {
  process.on('uncaughtException', remember).on('unhandledRejection', remember);
  aws = await startEmbedded({ log: () => {} });
  await refill();
  api = await anApi();
});
afterAll(async () => {
  process.off('uncaughtException', remember).off('unhandledRejection', remember);
  await aws[Symbol.asyncDispose]();
});

/** The bucket and its object, which some requests delete. */
async function refill(): Promise<void> {
  const s3 = aws.client(S3Client);
  const Bucket = 'bucket';
  await s3.send(new CreateBucketCommand({ Bucket })).catch(() => {});
  await s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'a' })).catch(() => {});
}

/** The path of an API whose function answers with the event. */
async function anApi(): Promise<string> {
  const [gateway, lambda] = [aws.client(ApiGatewayV2), aws.client(LambdaClient)];
  const FunctionName = await aFunction(
    lambda,
    'export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });',
    { Role: await aRole(aws, []) },
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  const { ApiId = '' } = await gateway.createApi({
    Name: 'api',
    ProtocolType: 'HTTP',
    CorsConfiguration: { AllowOrigins: ['https://*'], AllowHeaders: ['x-a'] },
  });
  const { IntegrationId } = await gateway.createIntegration({
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`,
    PayloadFormatVersion: '2.0',
  });
  const { AuthorizerId } = await gateway.createAuthorizer({
    ApiId,
    Name: 'jwt',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Audience: ['a'], Issuer: `${aws.endpoint}/us-east-1_nobody` },
  });
  const Target = `integrations/${IntegrationId}`;
  await gateway.createRoute({ ApiId, RouteKey: 'ANY /open/{path+}', Target });
  await gateway.createRoute({
    ApiId,
    RouteKey: 'GET /closed',
    Target,
    AuthorizationType: 'JWT',
    AuthorizerId,
  } as never);
  await gateway.createStage({ ApiId, StageName: '$default', AutoDeploy: true });
  return `/_aws/execute-api/${ApiId}`;
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'];
const SUBRESOURCES = [
  'acl',
  'versioning',
  'notification',
  'cors',
  'tagging',
  'policy',
  'lifecycle',
  'encryption',
  'publicAccessBlock',
  'uploads',
  'uploadId=a',
  'uploadId=a&partNumber=1',
  'delete',
  'versions',
  'list-type=2&max-keys=-1',
  'list-type=2&max-keys=many',
  'list-type=2&continuation-token=a',
  'encoding-type=url&prefix=a',
  'versionId=a',
  'response-content-type=%0d%0a',
  'response-content-disposition=%e4%b8%ad',
  'constructor',
  '__proto__=1',
];
const ELSEWHERE = [
  '//',
  '*',
  '/%',
  '/bucket/%',
  '/bucket/%ff',
  '/bucket/%00',
  '/bucket/a%2f..%2f',
  '/__proto__/constructor',
  '/v20180820/tags/%ff',
  '/_testbed/__proto__',
  '/_testbed/clock',
  '/_testbed/faults',
  '/_testbed/meter',
  '/_aws/execute-api/',
  '/_aws/execute-api/constructor/a',
  '/service/a/operation/constructor',
  '/2015-03-31/functions/%ff',
  '/v2/apis/%ff',
  '/schedules/%ff',
  '/tags/%ff',
  '/us-east-1_nobody/.well-known/jwks.json',
];
const BODIES = [
  '',
  '{}',
  '[]',
  'null',
  '{"__proto__":{"a":1}}',
  '{"constructor":{}}',
  '{',
  '<',
  '<a/>',
  '<Delete/>',
  '<Delete><Object><Key>key</Key></Object></Delete>',
  '<VersioningConfiguration>a</VersioningConfiguration>',
  '<CORSConfiguration>a</CORSConfiguration>',
  '<CORSConfiguration><CORSRule/></CORSConfiguration>',
  '<NotificationConfiguration><QueueConfiguration/></NotificationConfiguration>',
  '<Tagging/>',
  '<Tagging><TagSet><Tag/></TagSet></Tagging>',
  '<LifecycleConfiguration><Rule/></LifecycleConfiguration>',
  '<CreateBucketConfiguration>a</CreateBucketConfiguration>',
  '<CompleteMultipartUpload/>',
  '<!DOCTYPE a [<!ENTITY b "c">]><Delete>&b;</Delete>',
  '<ServerSideEncryptionConfiguration><Rule/></ServerSideEncryptionConfiguration>',
  'Action=CreateQueue',
  'Action=__proto__&Version=1',
  'Action=CreateRole&Tags.member.a.Key=b',
  '\xbf\xff',
  '\xa1aa\x9f',
  '{"Statement":[null]}',
  '{"rules":[null]}',
  '{"rules":[{"service":"__proto__","lag":1}]}',
  '{"advance":null}',
  '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\na\r\n--b--',
  '3;chunk-signature=a\r\nabc\r\n0;chunk-signature=b\r\n\r\n',
];
const CONTENT_TYPES = [
  'application/x-amz-json-1.0',
  'application/x-amz-json-1.1',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=b',
  'application/cbor',
  '\xe4',
  '',
];
const HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['range', ['bytes=5-1', 'bytes=a', 'bytes=-0']],
  ['if-modified-since', ['never']],
  ['content-encoding', ['gzip', 'aws-chunked']],
  ['content-md5', ['a']],
  ['origin', ['https://a', 'null', '\xff']],
  ['access-control-request-method', ['GET', '\xff']],
  ['authorization', ['', 'Bearer a.b.c', 'AWS4-HMAC-SHA256 Credential=', 'Bearer eyJhbGciOiJub25lIn0.e30.']],
  ['cookie', ['a', ';;=', '\xff=\xff']],
  ['smithy-protocol', ['rpc-v2-cbor']],
  ['amz-sdk-request', ['attempt=1e9; max=', 'attempt=']],
  ['x-amzn-trace-id', ['Root=1-;Sampled', 'Root']],
  ['x-amz-content-sha256', ['a', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER']],
  ['x-amz-decoded-content-length', ['-1', 'many']],
  ['x-amz-copy-source', ['', '%', '/bucket/%ff', 'bucket']],
  ['x-amz-tagging', ['%', '=&=']],
  ['x-amz-checksum-crc32', ['a']],
  ['x-amz-date', ['never']],
  ['x-amz-account-id', ['000000000000', 'a']],
  ['x-amz-meta-a', ['\xff']],
];

interface BadRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A request that is wrong here and there; most are signed, so that they get further than the door. */
async function badRequest(): Promise<BadRequest> {
  const service = chance(0.5) ? aws.aws.services.get('s3') : pick([...aws.aws.services.values()]);
  if (!service) throw new Error('There is no such service.');
  const isS3 = service.name === 's3';
  const method = isS3 || chance(0.2) ? pick(METHODS) : 'POST';
  const path = chance(0.15)
    ? pick(ELSEWHERE)
    : chance(0.15)
      ? `${api}${pick(['/open/a', '/open/%ff', '/open/%2e%2e', '/closed', '/nowhere', '//', ''])}`
      : isS3
        ? pick(['/bucket', '/bucket/key', '/bucket/other', '/', '/another'])
        : '/';
  const query =
    isS3 && chance(0.7) ? pick(SUBRESOURCES) : chance(0.1) ? pick(['a', '%', '=', '&&', '%ff=%ff']) : '';
  const headers: Record<string, string> = { host: new URL(aws.endpoint).host };
  if (chance(0.8)) headers['content-type'] = pick(CONTENT_TYPES);
  if (service.targetPrefix && chance(0.9)) {
    const operation = chance(0.9) ? pick(Object.keys(service.operations)) : pick(['constructor', '', '\xff']);
    headers['x-amz-target'] = `${service.targetPrefix}.${operation}`;
  }
  if (chance(0.3)) {
    const [name, values] = pick(HEADERS);
    headers[name] = pick(values);
  }
  const body = pick(BODIES);
  if (chance(0.1) || headers.authorization !== undefined || !path.startsWith('/'))
    return { method, path, query, headers, body };
  const request = {
    method,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers,
    body: Buffer.from(body, 'latin1'),
  };
  const ready = await signed(request, { service: service.signingName });
  return { method, path, query: ready.query, headers: { ...ready.headers }, body };
}

/** As bytes of HTTP/1.1, framed in one of several ways; some of it is cut off, or is no HTTP at all. */
function bytesOf({ method, path, query, headers, body }: BadRequest): { bytes: string; whole: boolean } {
  if (chance(0.03))
    return { bytes: `${Buffer.from(random.bytes(100)).toString('latin1')}\r\n\r\n`, whole: false };
  const framing = chance(0.85) ? 'length' : pick(['chunked', 'short', 'none']);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1\r\n${lines.join('')}connection: close\r\n`;
  if (framing === 'none') return { bytes: `${head}\r\n`, whole: true };
  if (framing === 'short')
    return { bytes: `${head}content-length: ${body.length + 5}\r\n\r\n${body}`, whole: false };
  if (framing === 'length')
    return { bytes: `${head}content-length: ${body.length}\r\n\r\n${body}`, whole: true };
  const chunks = body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`;
  return { bytes: `${head}transfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`, whole: true };
}

/** What the server writes until it closes; who sends less than a whole request hangs up. */
async function answerTo({ bytes, whole }: { bytes: string; whole: boolean }): Promise<string> {
  const { hostname, port } = new URL(aws.endpoint);
  const socket = connect(Number(port), hostname);
  let answered = '';
  socket.setEncoding('latin1').on('data', (text) => {
    answered += text;
  });
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  socket.write(bytes, 'latin1', () => whole || socket.destroy());
  await closed;
  return answered;
}

test('no request whatever is an error of the embedded AWS itself, or goes without an answer', async () => {
  for (let round = 0; round < 600; round++) {
    if (round % 20 === 0) await refill();
    const sent = bytesOf(await badRequest());
    const answer = await answerTo(sent);
    if (sent.whole) expect(answer, sent.bytes).toMatch(/^HTTP\/1.1 [2-5]\d\d /);
    expect(answer, sent.bytes).not.toMatch(/^HTTP\/1.1 500 /);
  }
  const errors = await (await fetch(`${aws.endpoint}/_testbed/errors`)).json();
  expect(errors).toEqual({ count: 0, latest: [] });
  expect(unhandled).toEqual([]);
  expect((await fetch(`${aws.endpoint}${api}/open/a`)).status).toBe(200);
});
