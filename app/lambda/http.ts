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
  routeKeyOfEvent,
  withChosenAddress,
  withGatewayId,
} from '../http/lambda-event.ts';
import { createObservability } from '../observability/powertools.ts';

const config = loadConfig('http', process.env);
const { log, metrics, traces, begin, flush } = createObservability(
  config.stage,
  process.env.AWS_XRAY_DAEMON_ADDRESS,
);

const eventOf = (request: FastifyRequest) =>
  (request as FastifyRequest & { awsLambda?: { event?: ApiEvent } }).awsLambda?.event;
const claimsOf = (request: FastifyRequest) => claimsOfEvent(eventOf(request));
const routeKeyOf = (request: FastifyRequest) => routeKeyOfEvent(eventOf(request));

const app = buildApp(createAwsDeps(config, { claimsOf, routeKeyOf, log, metrics, traces }));
const proxy = awsLambdaFastify(app, { parseCommaSeparatedQueryParams: false });
await app.ready();

/** The API behind API Gateway's HTTP API (payload format 2.0). */
export const handler = async (event: ApiEvent, context: { awsRequestId: string }): Promise<ApiResult> => {
  begin(context.awsRequestId, process.env._X_AMZN_TRACE_ID);
  try {
    return answerOrProblem(await proxy(withChosenAddress(withGatewayId(event)), context), event);
  } finally {
    flush();
  }
};
