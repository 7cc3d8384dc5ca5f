import type { LoadUser } from '../../shared/plan.ts';

/**
 * What API Gateway calls the function with for `GET /expenses/{id}` (payload format 2.0), once its authorizer has
 * verified the token of `user`.
 */
export function readExpenseEvent(user: LoadUser, expenseId: string): object {
  const path = `/expenses/${expenseId}`;
  return {
    version: '2.0',
    routeKey: 'GET /expenses/{id}',
    rawPath: path,
    rawQueryString: '',
    headers: {
      accept: '*/*',
      authorization: `Bearer ${user.accessToken}`,
      host: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      'user-agent': 'expense-tracker-load/1',
      'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
      'x-forwarded-for': '198.51.100.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    pathParameters: { id: expenseId },
    requestContext: {
      accountId: '000000000000',
      apiId: 'a1b2c3d4e5',
      authorizer: { jwt: { claims: claimsOf(user), scopes: null } },
      domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      http: {
        method: 'GET',
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '198.51.100.7',
        userAgent: 'expense-tracker-load/1',
      },
      requestId: 'KQlTohVqIAMEPeg=',
      routeKey: 'GET /expenses/{id}',
      stage: '$default',
      time: '25/Nov/2026:10:00:00 +0000',
      timeEpoch: 1_795_600_800_000,
    },
    isBase64Encoded: false,
  };
}

/** As the gateway passes them on: every claim is a text, and a list stands in square brackets. */
function claimsOf({ accessToken }: LoadUser): Record<string, string> {
  const [, payload = ''] = accessToken.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}
