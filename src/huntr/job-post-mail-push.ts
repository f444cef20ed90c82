import { assertInput } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import { readWhole } from "../core/listing.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { onlyFields, type Push, type Values } from "../core/push.ts";
import { surelyOwnedBy } from "./action-owner.ts";
import { actions } from "./actions.ts";
import { jobPosts } from "./job-posts.ts";
import { calledMember, MEMBER_KEYS, membersOnce } from "./member-rows.ts";

const PER_CALL = 25;

const noun = ({ jobPostIds }: JsonObject) => `mail of job post ${String(jobPostIds)}`;

/**
 * H27: mails a job post to members. A call only queues: a job of each member's comes seconds later, and tells that it went
 * out. Where that is not to be seen, nobody knows: such a row is not sent again unless a person says so.
 */
export const jobPostMailPush: Push = {
  name: "huntr.job-posts.send",
  api: "huntr",
  title: "Sent job posts",
  noun,
  verb: "mailed",
  perCall: PER_CALL,
  needs: jobPosts.table,
  keys: MEMBER_KEYS,
  named: { jobPostIds: jobPosts.table },
  open: (world) => {
    const { client, constants, fields, mapped, read } = world;
    onlyFields(fields, [...MEMBER_KEYS, "jobPostIds"], "A mail");
    const isSame = mapped.indexOf("jobPostIds") < 0 && constants.jobPostIds;
    assertInput(isSame, 'Say which job post, as the constant "jobPostIds": it is the same for all rows.');
    const post = read(jobPosts.table).find(({ id }) => id === constants.jobPostIds);
    assertInput(post, `Huntr has no job post ${String(constants.jobPostIds)}.`);
    const isDraft = fieldAt(post, "jobPostStatus", "name") === "Draft";
    assertInput(!isDraft, `"${String(post.title)}" is a draft. Publish it in Huntr first, then send it.`);
    const memberOf = membersOnce(world);
    let having: Set<string> | null = null;
    const hasIt = (values: Values) => {
      having ??= new Set(
        readWhole(client, actions, { action_type: "JOB_CREATED", ...since(post) })
          .filter(
            (action) =>
              (fieldAt(action, "jobPost", "id") ?? fieldAt(action, "job", "jobPost", "id")) === post.id,
          )
          .map((action) => surelyOwnedBy(action, "job post")),
      );
      return having.has(String(memberOf(values).id));
    };
    const done = `done (${noun(constants)})`;
    return {
      check: (values) => (hasIt(values) ? "skipped: has this job post already" : null),
      sameAs: (values) => String(memberOf(values).id),
      describe: (values) => `"${String(post.title)}" is mailed to ${calledMember(memberOf(values))}`,
      send: (rows) => {
        const memberEntries = rows.map((values) => ({ memberId: memberOf(values).id as Json }));
        client.send(
          "POST",
          `${jobPosts.path}/send-to-members`,
          {},
          { jobPostIds: [post.id as Json], memberEntries },
        );
        for (const values of rows) having?.add(String(memberOf(values).id));
        return rows.map(() => done);
      },
      arrived: (values) =>
        hasIt(values)
          ? done
          : "failed: it may be on its way, though Huntr shows no job of it yet. Send this row again in some minutes: who has it by then is left out.",
    };
  },
};

/** Nobody had it before it was there. */
function since({ createdAt }: JsonObject): { readonly created_after?: number } {
  return typeof createdAt === "number" ? { created_after: createdAt - 1 } : {};
}
