import awsLambdaFastify from '@fastify/aws-lambda';
import type { FastifyRequest } from 'fastify';
import { buildApp } from '../app.ts';
import { loadConfig } from '../config/config.ts';
import { createAwsDeps } from '../deps.ts';
import {
  type ApiEvent,
  type ApiResult,
  answerOrProblem,
  claimsOfEvent,
  withGatewayId,
} from '../http/lambda-event.ts';
import { createObservability } from '../observability/powertools.ts';

const config = loadConfig('http', process.env);
const { log, metrics, traces, begin, flush } = createObservability(
  config.stage,
  process.env.AWS_XRAY_DAEMON_ADDRESS,
);

const claimsOf = (request: FastifyRequest) =>
  claimsOfEvent((request as FastifyRequest & { awsLambda?: { event?: ApiEvent } }).awsLambda?.event);

const app = buildApp(createAwsDeps(config, { claimsOf, log, metrics, traces }));
const proxy = awsLambdaFastify(app, { parseCommaSeparatedQueryParams: false });
await app.ready();

/** The API behind API Gateway's HTTP API (payload format 2.0). */
export const handler = async (event: ApiEvent, context: { awsRequestId: string }): Promise<ApiResult> => {
  begin(context.awsRequestId, process.env._X_AMZN_TRACE_ID);
  try {
    return answerOrProblem(await proxy(withGatewayId(event), context), event);
  } finally {
    flush();
  }
};
