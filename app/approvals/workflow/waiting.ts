import { decisionTask } from './decision-task.ts';
import { asksPerson, type WorkflowRefs } from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { type State, stateNames } from './states.ts';

/** How long approvers have, in seconds. */
export interface ApprovalTiming {
  readonly remindAfter: number;
  readonly escalateAfter: number;
}

/**
 * One step of the chain: wait for an approver, remind them, ask the next one. The write that begins a wait also records
 * the reminder or the escalation, so that these cost no write of their own.
 */
export function waitingStates(refs: WorkflowRefs, timing: ApprovalTiming): Record<string, State> {
  return {
    [stateNames.await]: decisionTask(refs, {
      kind: 'requested',
      seconds: timing.remindAfter,
      onTimeout: stateNames.awaitReminded,
    }),
    [stateNames.awaitReminded]: decisionTask(refs, {
      kind: 'reminded',
      mark: 'remindedAt',
      seconds: timing.escalateAfter,
      onTimeout: stateNames.canEscalate,
    }),
    [stateNames.canEscalate]: {
      Type: 'Choice',
      Comment: 'Silence decides nothing: the last approver of a step is reminded again and again.',
      Choices: [{ Condition: jsonata(hasNextApprover), Next: stateNames.nextApprover }],
      Default: stateNames.awaitReminded,
    },
    [stateNames.nextApprover]: {
      Type: 'Pass',
      Assign: {
        level: jsonata('$level + 1'),
        asked: jsonata('$steps[$index].approvers[$level + 1]'),
        role: 'manager',
        waitingSince: jsonata('$now()'),
        tries: 0,
      },
      Next: stateNames.awaitEscalated,
    },
    [stateNames.awaitEscalated]: decisionTask(refs, {
      kind: 'escalated',
      mark: 'escalatedAt',
      seconds: timing.remindAfter,
      onTimeout: stateNames.awaitReminded,
    }),
    ...movingStates(),
  };
}

/** JSONata: whether the current step has another approver in line. */
export const hasNextApprover = '$level + 1 < $count($steps[$index].approvers)';

/**
 * JSONata: the steps, the current one with the line of its move. In [ ], because $map over a single step returns no
 * array.
 */
const stepsWithMoveLine = `[$map($steps, function($step, $number) {
  $number = $index ? $merge([$step, { 'approvers': $moveLine }]) : $step
})]`;

/** The states of a step that was moved: it goes to the named person, or to the next approver in line. */
function movingStates(): Record<string, State> {
  return {
    [stateNames.moved]: {
      Type: 'Choice',
      Choices: [{ Condition: jsonata(`$moveTo != ''`), Next: stateNames.otherApprover }],
      Default: stateNames.canEscalate,
    },
    [stateNames.otherApprover]: {
      Type: 'Pass',
      Comment:
        'With a line the person is the first of it. Without one they stand in for whoever was asked: after them comes the next one, or a role once more.',
      Assign: {
        asked: jsonata('$moveTo'),
        role: jsonata('$moveRole'),
        steps: jsonata(`$count($moveLine) > 0 ? ${stepsWithMoveLine} : $steps`),
        level: jsonata(
          `$count($moveLine) > 0 ? 0 : ($asked = $steps[$index].approvers[$level] and $not(${asksPerson}) ? $level - 1 : $level)`,
        ),
        waitingSince: jsonata('$now()'),
        tries: 0,
      },
      Next: stateNames.await,
    },
  };
}
