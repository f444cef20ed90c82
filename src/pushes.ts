import type { Push } from "./core/push.ts";
import { leadDeletion, leadPush } from "./hunter/lead-push.ts";
import { recipientCancellation, recipientPush } from "./hunter/recipient-push.ts";
import { goalEnrollmentPush } from "./huntr/goal-enrollment-push.ts";
import { internalNotePush } from "./huntr/internal-note-push.ts";
import { invitationPush } from "./huntr/invitation-push.ts";
import { memberFieldPush } from "./huntr/member-field-push.ts";
import { tagPush } from "./huntr/tag-push.ts";

/** Everything that can be sent out from rows. */
export const pushes: readonly Push[] = [
  invitationPush,
  memberFieldPush,
  internalNotePush,
  goalEnrollmentPush,
  tagPush,
  leadPush,
  leadDeletion,
  recipientPush,
  recipientCancellation,
];
