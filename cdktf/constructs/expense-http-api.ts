import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api/index.js';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer/index.js';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration/index.js';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route/index.js';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage/index.js';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { Construct } from 'constructs';
import type { Operation } from '../openapi.ts';
import type { Settings } from '../settings.ts';
import type { AppFunction } from './app-function.ts';
import { LOGS_UNDER_AWS_KEY, skipCheck } from './skip-check.ts';
import type { StaffPool } from './staff-pool.ts';

export interface ExpenseHttpApiProps {
  readonly settings: Settings;
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly handler: AppFunction;
  readonly pool: StaffPool;
  /** Whose access tokens are taken: ids of clients of the pool. */
  readonly clientIds: readonly string[];
}

/** The members of an access log entry; never the token, the query or an address of a person. */
const ACCESS_LOG = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  bytes: '$context.responseLength',
  user: '$context.authorizer.claims.sub',
  authorizerError: '$context.authorizer.error',
  error: '$context.error.message',
};

/** Requests per second to the public routes, which anyone can call; enough for health checks. */
const PUBLIC_RATE = 50;

/** The HTTP API: one route for each operation, each with its own authorizer setting, throttle and metrics. */
export class ExpenseHttpApi extends Construct {
  readonly id: string;
  readonly url: string;
  readonly logGroupName: string;
  private readonly api: Apigatewayv2Api;

  constructor(scope: Construct, id: string, props: ExpenseHttpApiProps) {
    super(scope, id);
    const { settings, handler } = props;
    this.api = new Apigatewayv2Api(this, 'api', {
      name: props.name,
      protocolType: 'HTTP',
      description: 'The expense tracker',
      ...(settings.corsOrigins.length > 0 && { corsConfiguration: cors(settings.corsOrigins) }),
    });
    handler.allowInvocation('api', 'apigateway.amazonaws.com', `${this.api.executionArn}/*/*`);
    const logGroup = new CloudwatchLogGroup(this, 'access-logs', {
      name: `/aws/vendedlogs/apigateway/${props.name}`,
      retentionInDays: settings.logRetentionDays,
    });
    skipCheck(logGroup, 'CKV_AWS_158', LOGS_UNDER_AWS_KEY);
    this.stage(settings, this.routes(props), props.operations, logGroup.arn);
    this.id = this.api.id;
    this.url = this.api.apiEndpoint;
    this.logGroupName = logGroup.name;
  }

  private routes(props: ExpenseHttpApiProps): Apigatewayv2Route[] {
    const authorizer = new Apigatewayv2Authorizer(this, 'authorizer', {
      apiId: this.api.id,
      name: 'access-token',
      authorizerType: 'JWT',
      identitySources: ['$request.header.Authorization'],
      // Access tokens of Cognito have no `aud`; API Gateway compares their `client_id` with the audience.
      jwtConfiguration: { issuer: props.pool.issuer, audience: [...props.clientIds] },
    });
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: this.api.id,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: props.handler.invokeArn,
      payloadFormatVersion: '2.0',
      timeoutMilliseconds: 30_000,
    });
    return props.operations.map((operation) => {
      const route = new Apigatewayv2Route(this, operation.id, {
        apiId: this.api.id,
        routeKey: `${operation.method} ${operation.path}`,
        operationName: operation.id,
        target: `integrations/${integration.id}`,
        ...(operation.public
          ? { authorizationType: 'NONE' }
          : { authorizationType: 'JWT', authorizerId: authorizer.id }),
      });
      if (operation.public) {
        skipCheck(
          route,
          'CKV_AWS_309',
          'The document of the API calls this route public; it tells nothing of anybody.',
        );
      }
      return route;
    });
  }

  private stage(
    settings: Settings,
    routes: readonly Apigatewayv2Route[],
    operations: readonly Operation[],
    logGroupArn: string,
  ): void {
    const { rate, burst } = settings.throttle;
    new Apigatewayv2Stage(this, 'stage', {
      apiId: this.api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: logGroupArn, format: JSON.stringify(ACCESS_LOG) },
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        throttlingRateLimit: rate,
        throttlingBurstLimit: burst,
      },
      routeSettings: operations.map((operation, index) => ({
        // By this reference the stage is created after its routes.
        routeKey: routes[index]?.routeKey ?? '',
        detailedMetricsEnabled: true,
        throttlingRateLimit: operation.public ? Math.min(rate, PUBLIC_RATE) : rate,
        throttlingBurstLimit: operation.public ? Math.min(burst, PUBLIC_RATE) : burst,
      })),
    });
  }
}

function cors(origins: readonly string[]) {
  return {
    allowOrigins: [...origins],
    allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
    exposeHeaders: ['etag', 'location', 'retry-after', 'x-request-id'],
    maxAge: 3_600,
  };
}
