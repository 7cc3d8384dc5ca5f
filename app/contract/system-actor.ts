/** Who stands in the history of an expense for what the application and the state machine do by themselves. */
export const systemActor = 'system';
