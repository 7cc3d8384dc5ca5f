import {
  ApiGatewayV2,
  type CreateApiRequest,
  type CreateRouteRequest,
  type CreateStageRequest,
} from '@aws-sdk/client-apigatewayv2';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { functionArn, type StubFunction, stubFunctions } from './cognito-fixtures.ts';

/** An event of payload format 2.0, as far as tests look at it. */
export interface HttpEvent {
  readonly version: string;
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly stageVariables?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: {
    readonly authorizer?: {
      readonly jwt: {
        readonly claims: Readonly<Record<string, string>>;
        readonly scopes: readonly string[] | null;
      };
    };
    readonly [name: string]: unknown;
  };
}

/** An embedded API Gateway before stubbed functions, with Cognito beside it. */
export interface StartedGateway {
  readonly aws: StartedEmbedded;
  readonly gateway: ApiGatewayV2;
  readonly cognito: CognitoIdentityProvider;
}

/** Starts one; `functions` are called by the last part of an integration's ARN. */
export async function startGateway(
  functions: Readonly<Record<string, StubFunction>>,
): Promise<StartedGateway> {
  const aws = await startEmbedded({ services: ['apigatewayv2', 'cognitoidentityprovider'] });
  stubFunctions(aws.context, functions);
  return { aws, gateway: aws.client(ApiGatewayV2), cognito: aws.client(CognitoIdentityProvider) };
}

/** An API to call. */
export interface HttpApi {
  readonly apiId: string;
  readonly endpoint: string;
  call(path: string, init?: RequestInit): Promise<Response>;
}

/** What {@link anApi} makes besides the API itself; routes by key, with the function each calls. */
export interface ApiPlan {
  readonly routes?: Readonly<Record<string, string>>;
  readonly api?: Partial<CreateApiRequest>;
  readonly stage?: Partial<CreateStageRequest>;
  readonly route?: Partial<CreateRouteRequest>;
  readonly timeout?: number;
}

/** Makes an API with its routes and a stage that deploys by itself. */
export async function anApi({ gateway }: StartedGateway, plan: ApiPlan = {}): Promise<HttpApi> {
  const { ApiId = '', ApiEndpoint = '' } = await gateway.createApi({
    Name: 'api',
    ProtocolType: 'HTTP',
    ...plan.api,
  });
  for (const [RouteKey, name] of Object.entries(plan.routes ?? { $default: 'echo' })) {
    const Target = `integrations/${await anIntegration(gateway, ApiId, name, plan.timeout)}`;
    await gateway.createRoute({ ApiId, RouteKey, Target, ...plan.route });
  }
  const StageName = plan.stage?.StageName ?? '$default';
  await gateway.createStage({ ApiId, AutoDeploy: true, ...plan.stage, StageName });
  const endpoint = StageName === '$default' ? ApiEndpoint : `${ApiEndpoint}/${StageName}`;
  return { apiId: ApiId, endpoint, call: (path, init) => fetch(`${endpoint}${path}`, init) };
}

/** Makes a Lambda integration and returns its id. */
export async function anIntegration(gateway: ApiGatewayV2, ApiId: string, name: string, timeout = 30_000) {
  const { IntegrationId } = await gateway.createIntegration({
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn(name),
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: timeout,
  });
  return IntegrationId ?? '';
}
