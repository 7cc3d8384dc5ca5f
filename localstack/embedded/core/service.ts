import type { AuthorizationTable, ResourcePolicy } from './authorization.ts';
import type { AwsRequest, AwsResponse } from './http.ts';

/** Who makes a call: the account's root user, or an assumed role with its session. */
export interface Principal {
  /** e.g. `arn:aws:sts::000000000000:assumed-role/http/session`. */
  readonly arn: string;
  readonly accountId: string;
  /** The role's own ARN, where the principal is an assumed role. */
  readonly roleArn?: string;
  /**
   * Set where an AWS service acts for itself, e.g. `apigateway.amazonaws.com`: the called resource's own policy
   * decides then. `arn` is the service's name too.
   */
  readonly service?: string;
  /** With {@link Principal.service}: the resource it acts for (`aws:SourceArn`), e.g. the API's route. */
  readonly sourceArn?: string;
  /**
   * Set where a service passes its caller's request on to another service, e.g. `s3.us-east-1.amazonaws.com` before
   * KMS (`kms:ViaService`; «Forward access sessions», IAM User Guide).
   */
  readonly viaService?: string;
}

/** What an operation knows of the call besides its input. */
export interface Call {
  readonly principal: Principal;
  readonly requestId: string;
}

/**
 * One operation of a service. Input and output have the wire's shape of AWS's JSON (the member names of the
 * SDK's types; blobs as base64 text, timestamps as epoch seconds); an output may also hold `Date` and
 * `Uint8Array`, which each protocol writes in its own form. Throws {@link AwsError}.
 */
export type Operation<Input = never, Output = unknown> = (
  input: Input,
  call: Call,
) => Promise<Output> | Output;

/** The wire protocols of AWS (https://smithy.io/2.0/aws/protocols/), with S3's own flavour kept apart. */
export type Protocol = 'json-1.0' | 'json-1.1' | 'rest-json' | 'rest-xml' | 'query' | 'rpc-v2-cbor';

/** How a REST operation is bound to HTTP, from the service's API model. */
export interface RestRoute {
  readonly operation: string;
  readonly method: string;
  /** e.g. `/2015-03-31/functions/{FunctionName}`; a name with a plus takes the rest of the path. */
  readonly path: string;
  /** Input member by query parameter. Values arrive as text, an array of them where a parameter is repeated. */
  readonly query?: Readonly<Record<string, string>>;
  /** Input member by header, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The input member that is the whole body, as bytes. */
  readonly payload?: string;
  /** Status of a success; default: 200. */
  readonly status?: number;
  /** Output member by response header, in lower case; and the member sent as the whole body. */
  readonly outputHeaders?: Readonly<Record<string, string>>;
  readonly outputPayload?: string;
  /** The output member that is the HTTP status, where the operation has one, e.g. Invoke's `StatusCode`. */
  readonly outputStatus?: string;
}

/** One emulated service: what names it on the wire, and its operations. Services never see HTTP otherwise. */
export interface Service {
  /** The service's name in `aws-sdk:` integrations and endpoint variables, e.g. `dynamodb`, `cognitoidentityprovider`. */
  readonly name: string;
  /** The name in a signature's credential scope, e.g. `cognito-idp`. */
  readonly signingName: string;
  /** Every protocol that the SDKs speak with it, the preferred one first. */
  readonly protocols: readonly Protocol[];
  /** What stands before the dot in `X-Amz-Target`, for the JSON protocols. */
  readonly targetPrefix?: string;
  /** For the REST protocols. */
  readonly routes?: readonly RestRoute[];
  /** rest-json only: members travel as `apiId` and timestamps as ISO 8601, as API Gateway v2 does. */
  readonly camelCaseWire?: boolean;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Operations that AWS lets anyone call without a signature, e.g. Cognito's SignUp. */
  readonly unsigned?: readonly string[];
  /** The permissions that each operation needs; one without an entry is refused to everybody but root. */
  readonly authorization: AuthorizationTable;
  /** The policy of a resource that has one of its own, by the resource's ARN. */
  readonly resourcePolicy?: (arn: string) => ResourcePolicy | undefined;
  /** Whether the policy of that resource alone admits callers, as with a KMS key: whom it does not know may nothing. */
  readonly resourcePolicyDecides?: (arn: string) => boolean;
  /**
   * The tags of what an ARN names, where policies may ask for them (`aws:ResourceTag`); undefined where it names nothing.
   * A service with them stands in `TAG_AWARE_SERVICES` (iam/evaluation/condition-keys.ts).
   */
  readonly tagsOf?: (arn: string) => Readonly<Record<string, string>> | undefined;
  /** What does not travel by an AWS protocol: the gateway's invocations, JWKS documents, S3's whole surface. */
  readonly http?: HttpFront;
  /** Lets go of workers and timers; called once. */
  stop?(): Promise<void>;
}

/** Takes requests before protocols are looked at. The first front that matches answers. */
export interface HttpFront {
  matches(request: AwsRequest): boolean;
  handle(request: AwsRequest): Promise<AwsResponse>;
}
