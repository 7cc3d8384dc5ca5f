/** Examples for docs/openapi.json, by the title of their schema. */
export const examples = { GatewayAnswer: { message: 'Unauthorized' } };
