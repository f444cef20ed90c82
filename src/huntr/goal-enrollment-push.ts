import { assertInput, InputError } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import { readWhole } from "../core/listing.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { onlyFields, type Push, type Values } from "../core/push.ts";
import { actions } from "./actions.ts";
import { goals } from "./goals.ts";
import { calledMember, MEMBER_KEYS, membersOnce } from "./member-rows.ts";

const noun = ({ goalId }: JsonObject) => `enrollment in goal ${String(goalId)}`;

/** H31: enrolls members in a goal. Who is in it no call tells, but the actions do. */
export const goalEnrollmentPush: Push = {
  name: "huntr.goal-enrollments",
  api: "huntr",
  title: "Goal enrollments",
  noun,
  verb: "enrolled",
  perCall: 1,
  needs: goals.table,
  keys: MEMBER_KEYS,
  named: { goalId: goals.table },
  kinds: { oneTimeGoalStart: "date" },
  open: (world) => {
    const { client, constants, fields, mapped, read } = world;
    onlyFields(fields, [...MEMBER_KEYS, "goalId", "oneTimeGoalStart"], "An enrollment");
    const isSame = mapped.indexOf("goalId") < 0 && constants.goalId;
    assertInput(isSame, 'Say which goal, as the constant "goalId": it is the same for all rows.');
    const goal = read(goals.table).find(({ id }) => id === constants.goalId);
    assertInput(goal, `Huntr has no active goal ${String(constants.goalId)}.`);
    const memberOf = membersOnce(world);
    let enrolled: Map<string, boolean> | null = null;
    /** The newest action on each member's enrolment in this goal counts. */
    const isEnrolled = (values: Values) => {
      enrolled ??= new Map(
        ["CREATED", "CONCLUDED"]
          .flatMap((what) => readWhole(client, actions, { action_type: `GOAL_ENROLLMENT_${what}` }))
          .filter(
            (action) =>
              (fieldAt(action, "goal", "id") ?? fieldAt(action, "goalEnrollment", "goalId")) === goal.id,
          )
          .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
          .map((action) => [surelyOwnedBy(action, "goal"), /_CREATED$/.test(String(action.actionType))]),
      );
      return enrolled.get(String(memberOf(values).id)) === true;
    };
    const done = `done (${noun(constants)})`;
    const bodyOf = (values: Values): JsonObject => {
      const { oneTimeGoalStart: start = "" } = values;
      assertInput(
        start === "" || goal.scheduleType === "ONE_TIME",
        "only a goal of the kind ONE_TIME takes a day on which it starts",
      );
      // The instant at which the day begins where the file is: no day of UTC.
      const day = start instanceof Date ? { oneTimeGoalStart: Math.floor(start.getTime() / 1000) } : {};
      return { memberId: memberOf(values).id as Json, ...day };
    };
    return {
      check: (values) => {
        bodyOf(values);
        return isEnrolled(values) ? "skipped: already enrolled" : null;
      },
      sameAs: (values) => String(memberOf(values).id),
      describe: (values) => `${calledMember(memberOf(values))} into "${String(goal.name)}"`,
      send: ([values = {}]) => {
        if (isEnrolled(values)) return ["skipped: already enrolled"];
        client.send("POST", `${goals.path}/${String(goal.id)}/enrollments`, {}, bodyOf(values));
        enrolled?.set(String(memberOf(values).id), true);
        return [done];
      },
      arrived: (values) => (isEnrolled(values) ? done : null),
    };
  },
};

/** Whose an action is: Huntr does not tell it in the same place in all of them. Undefined where it is not told. */
function ownerIdOf(action: JsonObject): string | undefined {
  const owner =
    fieldAt(action, "goalEnrollment", "ownerMember", "id") ??
    fieldAt(action, "ownerMember", "id") ??
    fieldAt(action, "job", "ownerMember", "id") ??
    action.memberId;
  return typeof owner === "string" ? owner : undefined;
}

/** @throws InputError where one tells nothing: it may be anybody's, who would be sent it twice. */
function surelyOwnedBy(action: JsonObject, what: string): string {
  const owner = ownerIdOf(action);
  if (owner === undefined)
    throw new InputError(`Huntr does not tell whose ${what} this is already: do it in Huntr`);
  return owner;
}
