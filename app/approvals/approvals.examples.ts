import { exampleIds } from '../schema/example-ids.ts';

/** Examples for docs/openapi.json, by the title of their schema. */
export const examples = {
  Approve: { comment: 'Thank you' },
  Reject: { comment: 'The bill is of another day' },
  Reassign: { userId: exampleIds.bob, comment: 'On leave until Monday' },
};
