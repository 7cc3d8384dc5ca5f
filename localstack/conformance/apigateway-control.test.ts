import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, skipElsewhere, startBackend } from '../testing/backend.ts';
import type { Backend } from '../testing/embedded.ts';
import { anIntegration } from './apigateway-fixtures.ts';
import { functionArn } from './cognito-fixtures.ts';

const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abcdefghi';

let backend: Backend;
let gateway: ApiGatewayV2;

beforeAll(async () => {
  backend = await startBackend(['apigatewayv2']);
  gateway = backend.client(ApiGatewayV2);
});

afterAll(() => backend[Symbol.asyncDispose]());

async function anApiId(): Promise<string> {
  return (await gateway.createApi({ Name: 'api', ProtocolType: 'HTTP' })).ApiId ?? '';
}

function anAuthorizer(ApiId: string) {
  return gateway.createAuthorizer({
    ApiId,
    Name: 'staff',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: ISSUER, Audience: ['client'] },
  });
}

describe('APIs', () => {
  it('are read back as they were made', async () => {
    const asked = {
      Name: 'expenses',
      ProtocolType: 'HTTP',
      Description: 'expense reports',
      CorsConfiguration: { AllowOrigins: ['https://example.com'], AllowMethods: ['GET'], MaxAge: 300 },
      DisableExecuteApiEndpoint: false,
      IpAddressType: 'dualstack',
      Tags: { Stage: 'dev', project: 'expenses' },
    } as const;
    const { ApiId } = await gateway.createApi({
      ...asked,
      CorsConfiguration: { AllowOrigins: ['https://example.com'], AllowMethods: ['GET'], MaxAge: 300 },
    });
    const read = await gateway.getApi({ ApiId });
    expect(read).toMatchObject({ ...asked, RouteSelectionExpression: '$request.method $request.path' });
    expect(read.ApiEndpoint).toContain(ApiId);
    expect(read.CreatedDate).toBeInstanceOf(Date);
    expect((await gateway.getApis({})).Items?.map((api) => api.ApiId)).toContain(ApiId);
  });

  it('are refused with a CORS header that HTTP has not', async () => {
    const made = gateway.createApi({
      Name: 'api',
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['https://example.com'], ExposeHeaders: ['x-中'] },
    });
    await expect(made).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  it('are changed in part', async () => {
    const ApiId = await anApiId();
    await gateway.updateApi({ ApiId, Description: 'changed' });
    expect(await gateway.getApi({ ApiId })).toMatchObject({ Name: 'api', Description: 'changed' });
  });

  it('are gone once deleted', async () => {
    const ApiId = await anApiId();
    await gateway.deleteApi({ ApiId });
    await expect(gateway.getApi({ ApiId })).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `Invalid API identifier specified ${ApiId}`,
    });
  });

  it('name what they cannot be', async () => {
    await expect(gateway.createApi({ Name: 'chat', ProtocolType: 'WEBSOCKET' })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('WebSocket'),
    });
    await expect(
      gateway.createApi({ Name: 'quick', ProtocolType: 'HTTP', Target: functionArn('f') }),
    ).rejects.toMatchObject({ message: expect.stringContaining('quick create') });
  });

  it('are tagged and untagged', async () => {
    const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${await anApiId()}`;
    await gateway.tagResource({ ResourceArn, Tags: { team: 'finance', Stage: 'dev' } });
    await gateway.untagResource({ ResourceArn, TagKeys: ['team'] });
    expect((await gateway.getTags({ ResourceArn })).Tags).toEqual({ Stage: 'dev' });
  });
});

describe('integrations', () => {
  it('are read back, changed and deleted', async () => {
    const ApiId = await anApiId();
    const IntegrationId = await anIntegration(gateway, ApiId, 'http', 5000);
    await gateway.updateIntegration({ ApiId, IntegrationId, TimeoutInMillis: 29_000 });
    expect(await gateway.getIntegration({ ApiId, IntegrationId })).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: functionArn('http'),
      IntegrationMethod: 'POST',
      PayloadFormatVersion: '2.0',
      ConnectionType: 'INTERNET',
      TimeoutInMillis: 29_000,
    });
    await gateway.deleteIntegration({ ApiId, IntegrationId });
    expect((await gateway.getIntegrations({ ApiId })).Items).toEqual([]);
  });

  it.each([49, 30_001])('refuse a timeout of %d ms', async (timeout) => {
    await expect(anIntegration(gateway, await anApiId(), 'http', timeout)).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  it('stay while a route needs them', async () => {
    const ApiId = await anApiId();
    const IntegrationId = await anIntegration(gateway, ApiId, 'http');
    await gateway.createRoute({ ApiId, RouteKey: 'GET /', Target: `integrations/${IntegrationId}` });
    await expect(gateway.deleteIntegration({ ApiId, IntegrationId })).rejects.toMatchObject({
      name: 'ConflictException',
    });
  });
});

describe('routes', () => {
  it('are read back with who may call them', async () => {
    const ApiId = await anApiId();
    const { AuthorizerId } = await anAuthorizer(ApiId);
    const asked = {
      RouteKey: 'GET /expenses/{id}',
      Target: `integrations/${await anIntegration(gateway, ApiId, 'http')}`,
      AuthorizationType: 'JWT',
      AuthorizerId,
      AuthorizationScopes: ['aws.cognito.signin.user.admin'],
      OperationName: 'getExpense',
    } as const;
    const { RouteId } = await gateway.createRoute({
      ApiId,
      ...asked,
      AuthorizationScopes: [...asked.AuthorizationScopes],
    });
    expect(await gateway.getRoute({ ApiId, RouteId })).toMatchObject({ ...asked, ApiKeyRequired: false });
  });

  it('are listed in pages', async () => {
    const ApiId = await anApiId();
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      await gateway.createRoute({ ApiId, RouteKey: `GET /${name}` });
    const keys: (string | undefined)[] = [];
    for (let token: string | undefined, first = true; first || token; first = false) {
      const page = await gateway.getRoutes({ ApiId, MaxResults: '2', NextToken: token });
      expect(page.Items?.length).toBeLessThanOrEqual(2);
      keys.push(...(page.Items ?? []).map((route) => route.RouteKey));
      token = page.NextToken;
    }
    expect(keys).toEqual(['GET /a', 'GET /b', 'GET /c', 'GET /d', 'GET /e']);
  });

  it('have a key of their own', async () => {
    const ApiId = await anApiId();
    await gateway.createRoute({ ApiId, RouteKey: 'GET /a' });
    await expect(gateway.createRoute({ ApiId, RouteKey: 'GET /a' })).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Route with key GET /a already exists for this API',
    });
  });

  it.each(['GET a', 'FETCH /a', '/a', 'GET /{a+}/b', 'GET /{a'])('refuse the key %s', async (RouteKey) => {
    await expect(gateway.createRoute({ ApiId: await anApiId(), RouteKey })).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  it('refuse an authorizer that is not there', async () => {
    const ApiId = await anApiId();
    await expect(
      gateway.createRoute({ ApiId, RouteKey: 'GET /a', AuthorizationType: 'JWT', AuthorizerId: 'none' }),
    ).rejects.toMatchObject({
      name: 'BadRequestException',
      message:
        'Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT authorizer.',
    });
  });
});

describe('authorizers', () => {
  it('are read back, changed and deleted', async () => {
    const ApiId = await anApiId();
    const { AuthorizerId } = await anAuthorizer(ApiId);
    await gateway.updateAuthorizer({
      ApiId,
      AuthorizerId,
      JwtConfiguration: { Issuer: ISSUER, Audience: ['client', 'other'] },
    });
    expect(await gateway.getAuthorizer({ ApiId, AuthorizerId })).toMatchObject({
      Name: 'staff',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: ISSUER, Audience: ['client', 'other'] },
    });
    await gateway.deleteAuthorizer({ ApiId, AuthorizerId });
    expect((await gateway.getAuthorizers({ ApiId })).Items).toEqual([]);
  });
});

describe('stages', () => {
  it('are read back as they were made', async () => {
    const ApiId = await anApiId();
    await gateway.createRoute({ ApiId, RouteKey: 'GET /Reports' });
    const asked = {
      StageName: '$default',
      AutoDeploy: true,
      StageVariables: { Colour: 'blue', size: 'l' },
      DefaultRouteSettings: {
        ThrottlingBurstLimit: 50,
        ThrottlingRateLimit: 100,
        DetailedMetricsEnabled: true,
      },
      RouteSettings: { 'GET /Reports': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 2 } },
      AccessLogSettings: {
        DestinationArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/http-api/expenses`,
        Format: '{"id":"$context.requestId"}',
      },
      Tags: { Stage: 'dev' },
    };
    await gateway.createStage({ ApiId, ...asked });
    const read = await gateway.getStage({ ApiId, StageName: '$default' });
    expect(read).toMatchObject(asked);
    expect(read.DeploymentId).toBeDefined();
    expect((await gateway.getStages({ ApiId })).Items).toMatchObject([asked]);
  });

  it('refuse settings of a route that is not there', async () => {
    const create = gateway.createStage({
      ApiId: await anApiId(),
      StageName: 'dev',
      RouteSettings: { 'GET /nowhere': { ThrottlingRateLimit: 1 } },
    });
    await expect(create).rejects.toMatchObject({ message: expect.stringContaining('GET /nowhere') });
  });

  it('exist once', async () => {
    const ApiId = await anApiId();
    await gateway.createStage({ ApiId, StageName: 'dev' });
    await expect(gateway.createStage({ ApiId, StageName: 'dev' })).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Stage already exists',
    });
  });
});

describe('what is not there', () => {
  it('is named', async () => {
    skipElsewhere('a limit of the embedded AWS');
    await expect(gateway.getVpcLinks({})).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('GetVpcLinks'),
    });
  });
});
