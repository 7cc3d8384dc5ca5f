/** The members of an operation that are used here. */
export interface Operation {
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, unknown>>;
}

/** The body of every answer that API Gateway gives by itself. */
export const GatewayAnswer = {
  type: 'object',
  description: "API Gateway's own answer, in its own words",
  required: ['message'],
  properties: { message: { type: 'string' } },
  additionalProperties: false,
} as const;

/**
 * What API Gateway answers by itself, before or instead of the application
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html,
 * …/http-api-jwt-authorizer.html, …/http-api-throttling.html).
 */
const answers: Readonly<Record<number, { readonly why: string; readonly message: string }>> = {
  401: { why: 'the access token is missing, expired or not of this user pool', message: 'Unauthorized' },
  403: { why: 'the access token does not allow this route', message: 'Forbidden' },
  429: { why: 'more requests than the route or the API takes', message: 'Too Many Requests' },
  500: { why: 'the function failed, or answered what is no answer', message: 'Internal Server Error' },
  503: { why: 'the function took too long, or is not to be had', message: 'Service Unavailable' },
};

/** `operation` with the gateway's own answers; a public one has no token that could be refused. */
export function withGatewayAnswers(operation: Operation): Operation {
  const open = operation.security?.length === 0;
  const responses: Record<string, Answer> = { ...operation.responses };
  for (const [status, { why, message }] of Object.entries(answers)) {
    if (open && (status === '401' || status === '403')) continue;
    const own = responses[status];
    const gatewayDescription = `From API Gateway itself, \`${message}\`: ${why}`;
    responses[status] = {
      ...own,
      description: own ? `${own.description}\n\n${gatewayDescription}` : gatewayDescription,
      content: {
        ...own?.content,
        'application/json': {
          schema: { $ref: '#/components/schemas/GatewayAnswer' },
          example: { message },
        },
      },
    };
  }
  return { ...operation, responses };
}
