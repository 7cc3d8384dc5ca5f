import { actorOf } from '../auth/plugin.ts';
import { PageQuery } from '../expenses/expenses.schema.ts';
import type { App } from '../http/app-types.ts';
import { bodyProblems, problemResponses } from '../http/schemas.ts';
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
      config: { role: 'admin' },
      schema: {
        operationId: 'listUsers',
        summary: 'Everyone, by email',
        tags,
        querystring: PageQuery,
        response: {
          200: UserPage,
          ...problemResponses('request.invalid', 'request.cursor', 'auth.role-required'),
        },
      },
    },
    (request) => service.list(actorOf(request), request.query.limit, request.query.cursor),
  );

  app.patch(
    '/users/:id',
    {
      config: { role: 'admin' },
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
            'auth.role-required',
            'user.not-found',
            'user.manager-invalid',
            'user.own-admin-role',
            'user.busy',
          ),
        },
      },
    },
    async (request) => userView(await service.change(actorOf(request), request.params.id, request.body)),
  );
}
