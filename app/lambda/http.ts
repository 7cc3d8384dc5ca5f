import awsLambdaFastify from '@fastify/aws-lambda';
import type { Context } from 'aws-lambda';
import type { FastifyRequest } from 'fastify';
import { buildApp } from '../app.ts';
import {
  type ApiEvent,
  type ApiResult,
  answerOrProblem,
  claimsOfEvent,
  routeKeyOfEvent,
  withChosenAddress,
  withGatewayId,
} from '../http/lambda-event.ts';
import { createLambdaFunction } from '../observability/lambda-function.ts';
import { createApiDeps } from '../wiring/api.ts';

const { config, handler: handlerOf, ...observers } = createLambdaFunction('http', process.env);

const eventOf = (request: FastifyRequest) =>
  (request as FastifyRequest & { awsLambda?: { event?: ApiEvent } }).awsLambda?.event;
const claimsOf = (request: FastifyRequest) => claimsOfEvent(eventOf(request));
const routeKeyOf = (request: FastifyRequest) => routeKeyOfEvent(eventOf(request));

const app = buildApp(createApiDeps(config, { claimsOf, routeKeyOf, ...observers }));
const proxy = awsLambdaFastify(app, { parseCommaSeparatedQueryParams: false });
await app.ready();

/** The API behind API Gateway's HTTP API (payload format 2.0). */
export const handler = handlerOf(
  async (event: ApiEvent, context: Context): Promise<ApiResult> =>
    answerOrProblem(await proxy(withChosenAddress(withGatewayId(event)), context), event),
);
