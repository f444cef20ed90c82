import type { Resource } from "../core/resource.ts";
import { actions } from "./actions.ts";
import { activities } from "./activities.ts";
import { activityCategories } from "./activity-categories.ts";
import { advisors } from "./advisors.ts";
import { boardTemplates } from "./board-templates.ts";
import { candidates } from "./candidates.ts";
import { contacts } from "./contacts.ts";
import { documents } from "./documents.ts";
import { employerRequests } from "./employer-requests.ts";
import { employers } from "./employers.ts";
import { events } from "./events.ts";
import { goalProgress } from "./goal-progress.ts";
import { goals } from "./goals.ts";
import { internalNotes } from "./internal-notes.ts";
import { invitations } from "./invitations.ts";
import { jobPosts } from "./job-posts.ts";
import { jobs } from "./jobs.ts";
import { journeys } from "./journeys.ts";
import { memberFields } from "./member-fields.ts";
import { memberGroups } from "./member-groups.ts";
import { members } from "./members.ts";
import { notes } from "./notes.ts";
import { profileViews } from "./profile-views.ts";
import { tags } from "./tags.ts";

/** In the order of the menu. */
export const huntrResources: readonly Resource[] = [
  jobs,
  members,
  activities,
  actions,
  notes,
  contacts,
  journeys,
  employers,
  invitations,
  memberFields,
  boardTemplates,
  activityCategories,
  advisors,
  memberGroups,
  candidates,
  profileViews,
  jobPosts,
  tags,
  goals,
  goalProgress,
  internalNotes,
  documents,
  employerRequests,
  events,
];
