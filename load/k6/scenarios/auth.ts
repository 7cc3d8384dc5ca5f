import exec from 'k6/execution';
import { bodyOf, call } from '../api.ts';
import { employeeOf, plan } from '../plan-file.ts';
import { initiateAuth } from './steps/cognito.ts';

interface Tokens {
  readonly AuthenticationResult?: { readonly AccessToken: string; readonly RefreshToken?: string };
}

/** Somebody signs in, uses the API, and comes back after their token has run out, in one iteration. */
export function auth(): void {
  const { email } = employeeOf(exec.vu.idInTest);
  const signedIn = initiateAuth('USER_PASSWORD_AUTH', {
    USERNAME: email,
    PASSWORD: plan.signIn?.password ?? '',
  });
  const first = bodyOf<Tokens>(signedIn)?.AuthenticationResult;
  if (!first?.RefreshToken) return;
  call({
    method: 'GET',
    route: 'GET /me',
    path: '/me',
    as: { accessToken: first.AccessToken },
    expect: 200,
  });
  const refreshed = initiateAuth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: first.RefreshToken });
  const second = bodyOf<Tokens>(refreshed)?.AuthenticationResult;
  if (!second) return;
  call({
    method: 'GET',
    route: 'GET /me',
    path: '/me',
    as: { accessToken: second.AccessToken },
    expect: 200,
  });
}
