/** The actor in an expense's history for what the application and the state machine do by themselves. */
export const systemActor = 'system';
