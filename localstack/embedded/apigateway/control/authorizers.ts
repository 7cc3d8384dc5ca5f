import type { CreateAuthorizerRequest } from '@aws-sdk/client-apigatewayv2';
import { badRequest, unsupported } from '../errors.ts';
import type { Authorizer } from '../model.ts';

/** The members of an authorizer that can be set. */
export const AUTHORIZER_SETTINGS = ['Name', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration'] as const;

type AuthorizerSettings = Partial<Pick<CreateAuthorizerRequest, (typeof AUTHORIZER_SETTINGS)[number]>>;

/** Checks an authorizer's settings. Throws BadRequestException and NotImplemented. */
export function authorizerSettings(input: AuthorizerSettings): Omit<Authorizer, 'AuthorizerId'> {
  if (input.AuthorizerType !== 'JWT') throw unsupported(`authorizer type ${input.AuthorizerType}`);
  if (!input.Name) throw badRequest('Authorizer name is required');
  const sources = input.IdentitySource ?? [];
  const [source, ...others] = sources;
  if (
    source === undefined ||
    others.length > 0 ||
    !/^\$request\.(?:header|querystring)\.[\w-]+$/.test(source)
  ) {
    throw badRequest(
      'IdentitySource must be a single $request.header.NAME or $request.querystring.NAME for JWT authorizers',
    );
  }
  const { Issuer, Audience } = input.JwtConfiguration ?? {};
  if (!Issuer || !URL.canParse(Issuer) || !/^https?:$/.test(new URL(Issuer).protocol)) {
    throw badRequest(`Invalid issuer: ${Issuer}`);
  }
  if (!Audience?.length) throw badRequest('Audience is required for JWT authorizers');
  return {
    Name: input.Name,
    AuthorizerType: 'JWT',
    IdentitySource: [source],
    JwtConfiguration: { Issuer, Audience },
  };
}
