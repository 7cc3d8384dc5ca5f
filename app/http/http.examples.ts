import { problem, problemBody } from '../errors/problems.ts';

const message = 'must be one of travel, lodging, meals, entertainment, office, software, training, other';

/** Examples for docs/openapi.json, by the title of their schema. */
export const examples = {
  Health: { status: 'ok' },
  Problem: problemBody(
    problem('request.invalid', { errors: [{ pointer: '/category', message }] }),
    'KQlTohVqIAMEPeg=',
  ),
};
