import type { Directory } from './directory.ts';
import { newUser } from './user.ts';
import type { UserStore } from './users.store.ts';

/** The event of Cognito's post-confirmation trigger, the members that are read. */
export interface PostConfirmationEvent {
  readonly userPoolId: string;
  readonly userName: string;
  readonly triggerSource: string;
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> };
}

/**
 * Creates the profile of a person who has confirmed their address, with the role employee. Cognito may send an event
 * twice, and also sends one for a confirmed new password; neither changes an existing profile.
 */
export async function signUp(
  event: PostConfirmationEvent,
  deps: { users: Pick<UserStore, 'add'>; directory: Pick<Directory, 'addRole'>; now: () => Date },
): Promise<void> {
  if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return;
  const { sub, email = '', name = email } = event.request.userAttributes;
  if (!sub) throw new Error('The post-confirmation event has no attribute sub');
  const user = newUser({ id: sub, username: event.userName, email, name, at: deps.now().toISOString() });
  await deps.users.add(user);
  await deps.directory.addRole(event.userName, 'employee');
}
