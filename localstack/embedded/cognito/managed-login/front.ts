import type { AwsRequest, AwsResponse } from '../../core/http.ts';
import type { CognitoState } from '../state.ts';
import { addressOf } from './address.ts';
import { authorize } from './authorize.ts';
import { changePassword, setUpSoftwareToken, softwareToken } from './challenges.ts';
import { LoginPageError, OAuthError } from './errors.ts';
import { type Exchange, exchangeOf, type Handler, json, redirect } from './exchange.ts';
import { confirmForgotPassword, forgotPassword, showForgotPassword } from './forgot-password.ts';
import { login, showLogin } from './login.ts';
import { logout } from './logout.ts';
import { errorPage } from './pages/error.ts';
import { fromProvider } from './providers/answer.ts';
import { revoke } from './revoke.ts';
import { confirm, resendCode, showSignUp, signUp } from './sign-up.ts';
import { token } from './token.ts';
import { userInfo } from './user-info.ts';

/** What browsers open: errors are pages. */
const PAGES: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/oauth2/authorize': { GET: authorize },
  '/oauth2/idpresponse': { GET: fromProvider },
  '/login': { GET: showLogin, POST: login },
  '/changePassword': { POST: changePassword },
  '/mfa': { POST: softwareToken },
  '/mfa/setup': { POST: setUpSoftwareToken },
  '/signup': { GET: showSignUp, POST: signUp },
  '/confirmUser': { POST: confirm },
  '/resendcode': { POST: resendCode },
  '/forgotPassword': { GET: showForgotPassword, POST: forgotPassword },
  '/confirmForgotPassword': { POST: confirmForgotPassword },
  '/logout': { GET: logout },
  '/error': { GET: (exchange) => errorPage(exchange, exchange.query.get('error') ?? '') },
};

/** What programs call, also those in browsers: errors are JSON. */
const ENDPOINTS: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/oauth2/token': { POST: token },
  '/oauth2/userInfo': { GET: userInfo, POST: userInfo },
  '/oauth2/revoke': { POST: revoke },
};

/** Answers what is sent to a pool's domain: managed login, and the endpoints of OAuth 2.0 and OpenID Connect. */
export async function answerAtDomain(state: CognitoState, request: AwsRequest): Promise<AwsResponse> {
  const address = addressOf(request, state.store);
  if (!address) return json(404, { message: 'There is no user pool domain of that name.' });
  const exchange = exchangeOf(state, request, address);
  const { path } = address;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (Object.hasOwn(ENDPOINTS, path)) return endpoint(exchange, ENDPOINTS[path] ?? {}, method);
  const page = Object.hasOwn(PAGES, path) ? PAGES[path] : undefined;
  const handler = page?.[method];
  if (!handler) return errorPage(exchange, 'There is no such page.', page ? 405 : 404);
  try {
    return await handler(exchange);
  } catch (thrown) {
    if (!(thrown instanceof LoginPageError)) throw thrown;
    return redirect(`${exchange.base}/error?${new URLSearchParams({ error: thrown.code })}`);
  }
}

async function endpoint(
  exchange: Exchange,
  handlers: Readonly<Record<string, Handler>>,
  method: string,
): Promise<AwsResponse> {
  if (method === 'OPTIONS') return preflight(Object.keys(handlers));
  const handler = handlers[method];
  if (!handler) return json(405, { error: 'invalid_request' }, { allow: Object.keys(handlers).join(', ') });
  try {
    return await handler(exchange);
  } catch (thrown) {
    if (!(thrown instanceof OAuthError)) throw thrown;
    const { code, description } = thrown;
    return json(400, {
      error: code,
      ...(description === undefined ? {} : { error_description: description }),
    });
  }
}

function preflight(methods: readonly string[]): AwsResponse {
  return {
    status: 200,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': 'authorization, content-type, x-requested-with',
      'access-control-max-age': '3600',
    },
    body: '',
  };
}
