import type {
  CreateAuthorizerRequest,
  DeleteAuthorizerRequest,
  GetAuthorizerRequest,
  UpdateAuthorizerRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { EmbeddedContext } from '../../core/context.ts';
import { badRequest, conflict, onlyMembers, unsupported } from '../errors.ts';
import type { Authorizer } from '../model.ts';
import { type ApiStore, page, requireItem } from '../store.ts';
import type { Paged } from './apis.ts';

const SETTABLE = ['Name', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration'] as const;

type Settings = Partial<Pick<CreateAuthorizerRequest, (typeof SETTABLE)[number]>>;

/** JWT authorizers. */
export function authorizerOperations(context: EmbeddedContext, store: ApiStore) {
  return {
    CreateAuthorizer({ ApiId, ...input }: CreateAuthorizerRequest) {
      const api = store.api(ApiId);
      onlyMembers('CreateAuthorizer', input, SETTABLE);
      const authorizer = { AuthorizerId: context.random.id(6), ...authorizerSettings(input) };
      const twin = [...store.authorizers(api.ApiId).values()].some((other) => other.Name === authorizer.Name);
      if (twin)
        throw badRequest(
          `Authorizer name must be unique. Authorizer ${authorizer.Name} already exists in this API.`,
        );
      store.authorizers(api.ApiId).set(authorizer.AuthorizerId, authorizer);
      store.changed(api.ApiId);
      return authorizer;
    },

    GetAuthorizer(input: GetAuthorizerRequest) {
      return requireItem(store.authorizers(store.api(input.ApiId).ApiId), 'Authorizer', input.AuthorizerId);
    },

    GetAuthorizers(input: { ApiId?: string } & Paged) {
      const api = store.api(input.ApiId);
      return page([...store.authorizers(api.ApiId).values()], input.MaxResults, input.NextToken);
    },

    UpdateAuthorizer({ ApiId, AuthorizerId, ...changes }: UpdateAuthorizerRequest) {
      const api = store.api(ApiId);
      const before = requireItem(store.authorizers(api.ApiId), 'Authorizer', AuthorizerId);
      onlyMembers('UpdateAuthorizer', changes, SETTABLE);
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const authorizer = {
        AuthorizerId: before.AuthorizerId,
        ...authorizerSettings({ ...before, ...given }),
      };
      store.authorizers(api.ApiId).set(authorizer.AuthorizerId, authorizer);
      store.changed(api.ApiId);
      return authorizer;
    },

    DeleteAuthorizer(input: DeleteAuthorizerRequest) {
      const api = store.api(input.ApiId);
      const { AuthorizerId } = requireItem(store.authorizers(api.ApiId), 'Authorizer', input.AuthorizerId);
      const user = [...store.routes(api.ApiId).values()].find((route) => route.AuthorizerId === AuthorizerId);
      if (user) {
        throw conflict(
          `Cannot delete authorizer '${AuthorizerId}', is referenced in route: ${user.RouteKey}`,
        );
      }
      store.authorizers(api.ApiId).delete(AuthorizerId);
      store.changed(api.ApiId);
      return {};
    },
  };
}

function authorizerSettings(input: Settings): Omit<Authorizer, 'AuthorizerId'> {
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
