import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { decodeJwt } from 'jose';
import { afterEach, expect, it, vi } from 'vitest';
import { startStack } from '../../localstack/stack/stack.ts';
import { startCompanyProvider } from '../../localstack/testing/company-provider.ts';
import { Visitor } from '../../localstack/testing/visitor.ts';
import { synthesize } from '../infra/synthesized.ts';

const CALLBACK = 'http://localhost:3000/callback';

afterEach(() => vi.unstubAllEnvs());

/** A port that is free now: the provider has to know it before the stack is there. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it("somebody whom the company's provider proves is an employee at the first sign-in", async () => {
  const port = await freePort();
  const signInUrl = `http://127.0.0.1:${port}/_cognito/expense-tracker-dev-staff-000000000000`;
  const person = { sub: 'ann', email: 'ann@company.example', name: 'Ann Lee' };
  await using company = await startCompanyProvider([`${signInUrl}/oauth2/idpresponse`], () => person);
  using synthesis = await synthesize({
    COMPANY_OIDC_ISSUER: company.issuer,
    COMPANY_OIDC_CLIENT_ID: company.clientId,
  });
  vi.stubEnv('TF_VAR_company_oidc_client_secret', company.clientSecret);
  await using stack = await startStack({ port, directory: synthesis.folder, synthesize: false });
  expect(stack.outputs.sign_in_url).toBe(signInUrl);

  const client_id = stack.outputs.web_client_id ?? '';
  const asked = { client_id, response_type: 'code', redirect_uri: CALLBACK, identity_provider: 'Company' };
  const [pool, elsewhere] = [new Visitor(), new Visitor()];
  let target = new URL(`${signInUrl}/oauth2/authorize?${new URLSearchParams(asked)}`);
  for (let hops = 0; hops < 12 && !target.href.startsWith(CALLBACK); hops++) {
    const { location } = await (target.href.startsWith(signInUrl) ? pool : elsewhere).open(target);
    target = location as URL;
  }
  const code = target.searchParams.get('code') ?? String(target);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id,
    code,
    redirect_uri: CALLBACK,
  });
  const tokens = await fetch(`${signInUrl}/oauth2/token`, { method: 'POST', body });
  const { access_token = '' } = (await tokens.json()) as { access_token?: string };

  const answer = await fetch(`${stack.outputs.api_url}/me`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  expect(await answer.json()).toMatchObject({
    id: decodeJwt(access_token).sub,
    email: person.email,
    name: person.name,
    roles: ['employee'],
  });
});
