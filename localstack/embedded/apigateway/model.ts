import type {
  AccessLogSettings,
  Cors,
  IpAddressType,
  JWTConfiguration,
  RouteSettings,
} from '@aws-sdk/client-apigatewayv2';

/** An HTTP API. Instants are milliseconds since the epoch. */
export interface Api {
  readonly ApiId: string;
  readonly Name: string;
  readonly Description?: string | undefined;
  readonly Version?: string | undefined;
  readonly ProtocolType: 'HTTP';
  readonly RouteSelectionExpression: string;
  readonly ApiKeySelectionExpression: string;
  readonly DisableExecuteApiEndpoint: boolean;
  readonly IpAddressType: IpAddressType;
  readonly CorsConfiguration?: Cors | undefined;
  readonly Tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

/** Where a route's requests go: a Lambda function, by payload format 2.0. */
export interface Integration {
  readonly IntegrationId: string;
  readonly IntegrationType: 'AWS_PROXY';
  readonly IntegrationMethod: string;
  readonly IntegrationUri: string;
  readonly PayloadFormatVersion: '2.0';
  readonly ConnectionType: 'INTERNET';
  readonly TimeoutInMillis: number;
  readonly Description?: string | undefined;
}

/** A route: a method and path, who may call it, and its integration. */
export interface Route {
  readonly RouteId: string;
  readonly RouteKey: string;
  readonly Target?: string | undefined;
  readonly AuthorizationType: 'NONE' | 'JWT';
  readonly AuthorizerId?: string | undefined;
  readonly AuthorizationScopes?: string[] | undefined;
  readonly OperationName?: string | undefined;
  readonly ApiKeyRequired: boolean;
}

/** A JWT authorizer. */
export interface Authorizer {
  readonly AuthorizerId: string;
  readonly Name: string;
  readonly AuthorizerType: 'JWT';
  readonly IdentitySource: string[];
  readonly JwtConfiguration: JWTConfiguration;
}

/** A stage, under which a deployment is called. */
export interface Stage {
  readonly StageName: string;
  readonly AutoDeploy: boolean;
  readonly Description?: string | undefined;
  readonly DeploymentId?: string | undefined;
  readonly AccessLogSettings?: AccessLogSettings | undefined;
  readonly DefaultRouteSettings: RouteSettings;
  readonly RouteSettings: Readonly<Record<string, RouteSettings>>;
  readonly StageVariables: Readonly<Record<string, string>>;
  readonly Tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What a deployment froze; stages that deploy by themselves show the API as it is instead. */
export interface Snapshot {
  readonly routes: readonly Route[];
  readonly integrations: readonly Integration[];
  readonly authorizers: readonly Authorizer[];
  readonly cors?: Cors | undefined;
}

/** A deployment. */
export interface Deployment {
  readonly DeploymentId: string;
  readonly Description?: string | undefined;
  readonly AutoDeployed: boolean;
  readonly createdAt: number;
  readonly snapshot: Snapshot;
}
