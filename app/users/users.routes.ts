import { actorOf } from '../auth/plugin.ts';
import { keyedRequestOf } from '../http/action-conditions.ts';
import type { App } from '../http/app-types.ts';
import { bodyProblems, IdempotencyKey, keyProblems, PageQuery, problemResponses } from '../http/schemas.ts';
import { userView } from './user.ts';
import { UserChange, UserPage, UserParams, UserView } from './users.schema.ts';
import type { UserService } from './users.service.ts';

const tags = ['users'];

/** The routes of one's own profile and of people. */
export function registerUserRoutes(app: App, service: UserService): void {
  app.get(
    '/me',
    {
      schema: {
        operationId: 'getMe',
        summary: "The caller's profile",
        tags,
        response: { 200: UserView, ...problemResponses('user.not-found') },
      },
    },
    async (request) => userView(await service.profile(actorOf(request))),
  );

  app.get(
    '/users',
    {
      schema: {
        operationId: 'listUsers',
        summary: 'Everyone, by email',
        tags,
        querystring: PageQuery,
        response: {
          200: UserPage,
          ...problemResponses('request.invalid', 'request.cursor', ...adminProblems),
        },
      },
    },
    (request) => service.list(actorOf(request), request.query.limit, request.query.cursor),
  );

  app.patch(
    '/users/:id',
    {
      schema: {
        operationId: 'updateUser',
        summary: "Set a person's roles and manager",
        tags,
        params: UserParams,
        body: UserChange,
        response: {
          200: UserView,
          ...problemResponses(
            'request.invalid',
            ...bodyProblems,
            ...changeProblems,
            'user.manager-invalid',
            'user.own-admin-role',
          ),
        },
      },
    },
    async (request) => userView(await service.change(actorOf(request), request.params.id, request.body)),
  );
  registerActivityRoute(app, service, {
    action: 'deactivate',
    operationId: 'deactivateUser',
    summary: 'Keep a person from signing in, and from everything that is not their own',
    active: false,
  });
  registerActivityRoute(app, service, {
    action: 'reactivate',
    operationId: 'reactivateUser',
    summary: 'Let a person sign in and take part again',
    active: true,
  });
}

/** `POST /users/{id}/<action>`, which makes a person active or not. */
function registerActivityRoute(
  app: App,
  service: UserService,
  { action, operationId, summary, active }: ActivityRoute,
): void {
  app.post(
    `/users/:id/${action}`,
    {
      schema: {
        operationId,
        summary,
        tags,
        params: UserParams,
        headers: IdempotencyKey,
        response: {
          200: UserView,
          ...problemResponses(...bodyProblems, ...keyProblems, ...changeProblems, 'user.own-deactivation'),
        },
      },
    },
    async (request) => {
      const keyed = keyedRequestOf(request);
      return userView(await service.setActive(actorOf(request), request.params.id, active, keyed));
    },
  );
}

interface ActivityRoute {
  readonly action: 'deactivate' | 'reactivate';
  readonly operationId: string;
  readonly summary: string;
  readonly active: boolean;
}

const adminProblems = ['auth.not-active', 'auth.role-required'] as const;

const changeProblems = [...adminProblems, 'user.not-found', 'user.busy'] as const;
