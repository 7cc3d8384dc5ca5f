import { exampleIds, exampleMoment } from '../schema/example-ids.ts';
import { newUser, userView } from './user.ts';

const { ann, bob } = exampleIds;
const user = userView(
  newUser({
    id: ann,
    username: ann,
    email: 'ann@example.com',
    name: 'Ann Lee',
    managerId: bob,
    at: exampleMoment,
  }),
);

/** Examples for docs/openapi.json, by the title of their schema. */
export const examples = {
  User: user,
  UserPage: { users: [user] },
  UserChange: { roles: ['employee', 'manager'], managerId: bob },
};
