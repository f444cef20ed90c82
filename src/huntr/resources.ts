import type { Resource } from "../core/resource.ts";
import { actions } from "./actions.ts";
import { activities } from "./activities.ts";
import { activityCategories } from "./activity-categories.ts";
import { boardTemplates } from "./board-templates.ts";
import { contacts } from "./contacts.ts";
import { employers } from "./employers.ts";
import { events } from "./events.ts";
import { invitations } from "./invitations.ts";
import { jobs } from "./jobs.ts";
import { journeys } from "./journeys.ts";
import { memberFields } from "./member-fields.ts";
import { members } from "./members.ts";
import { notes } from "./notes.ts";

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
  events,
];
