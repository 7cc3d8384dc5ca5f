import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { aVerifier, Visitor } from '../../localstack/testing/visitor.ts';
import { as, expectStatus } from './support/api.ts';
import { aPerson, PASSWORD, type Profile } from './support/people.ts';
import { target } from './support/target.ts';

/** One of the addresses that a stage for development knows; nothing has to listen there. */
const CALLBACK = 'http://localhost:3000/callback';

describe.skipIf(!target.web)('a sign-in in a browser', () => {
  const { signInUrl = '', clientId = '' } = target.web ?? {};

  it('gives the application a token that the API takes, with the roles of the person', async () => {
    const person = await aPerson('manager');
    const { verifier, challenge } = aVerifier();
    const start = new URL(`${signInUrl}/oauth2/authorize`);
    start.search = String(
      new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        redirect_uri: CALLBACK,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }),
    );
    const visitor = new Visitor();
    const page = await visitor.follow(start);
    const { location } = await visitor.submit(page, signInUrl, '/login', {
      username: person.email,
      password: PASSWORD,
    });
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code: location?.searchParams.get('code') ?? 'none',
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    });
    const answer = await fetch(`${signInUrl}/oauth2/token`, { method: 'POST', body });
    const { access_token: accessToken } = (await answer.json()) as { access_token: string };
    expect(decodeJwt(accessToken)).toMatchObject({ client_id: clientId, scope: 'openid email profile' });
    expect(decodeJwt(accessToken)['cognito:groups']).toContain('manager');
    expect(expectStatus(await as({ accessToken }).get<Profile>('/me'), 200).id).toBe(person.id);
  });
});
