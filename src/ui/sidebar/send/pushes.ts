import type { PushPlan, SendForm, SendRecord } from "../../calls.ts";
import { countText } from "../parts/numbers.ts";
import { isRunning } from "./fields.ts";

/** How a push is talked about. */
export interface PushWords {
  readonly push: string;
  readonly api: "huntr" | "hunter";
  readonly title: string;
  readonly help: string;
  /** Follows a number of rows: "to invite". */
  readonly toDo: string;
  /** On the button that begins: "Invite 58 people". */
  readonly verb: (count: string) => string;
  /** What happens then, and whether it can be taken back: said before anything is sent. */
  readonly warning: (plan: PushPlan, meant: SendRecord | undefined) => string;
  readonly isDeletion?: true;
  /** Of a push that takes back: what it is usually for, at the head of the number of those. */
  readonly takesBack?: string;
  /** The push that takes back what this one did, and how that is offered. */
  readonly undo?: { readonly push: string; readonly label: string };
}

const people = (count: number) => (count === 1 ? "1 person" : `${countText(count)} people`);
const leads = (count: number) => (count === 1 ? "1 lead" : `${countText(count)} leads`);

export const pushes: readonly PushWords[] = [
  {
    push: "huntr.invitations",
    api: "huntr",
    title: "Invite people",
    help: "Each row's address gets an invitation to your organization.",
    toDo: "to invite",
    verb: (count) => `Invite ${count}`,
    warning: ({ send }) =>
      `${people(send)} ${send === 1 ? "gets" : "get"} an e-mail from Huntr now. It cannot be taken back.`,
  },
  {
    push: "huntr.member-fields",
    api: "huntr",
    title: "Send member field changes",
    help: "Edit cells of member fields, then send what differs from Huntr.",
    toDo: "to change",
    verb: (count) => `Change ${count}`,
    warning: ({ send }) =>
      `The fields of ${people(send)} change in Huntr now. Huntr keeps no earlier values: what is overwritten cannot be taken back.`,
  },
  {
    push: "huntr.internal-notes",
    api: "huntr",
    title: "Write internal notes",
    help: "Each row becomes a note on a member, which your staff can read and members cannot.",
    toDo: "to write",
    verb: (count) => `Write ${count}`,
    warning: ({ send }) =>
      `${send === 1 ? "A note is" : `${countText(send)} notes are`} written in Huntr now. They can be deleted in Huntr only.`,
  },
  {
    push: "huntr.goal-enrollments",
    api: "huntr",
    title: "Enroll in a goal",
    help: "The members of the rows are enrolled in a goal.",
    toDo: "to enroll",
    verb: (count) => `Enroll ${count}`,
    warning: ({ send }, goal) =>
      `${people(send)} ${send === 1 ? "is" : "are"} enrolled in "${goal?.name}" now, and see it in Huntr. It cannot be taken back from here.`,
  },
  {
    push: "huntr.tags",
    api: "huntr",
    title: "Make tags",
    help: "Each row becomes a tag for job posts.",
    toDo: "to make",
    verb: (count) => `Make ${count}`,
    warning: ({ send }) =>
      `${send === 1 ? "A tag is" : `${countText(send)} tags are`} made in Huntr now. They can be neither changed nor deleted from here.`,
  },
  {
    push: "hunter.leads",
    api: "hunter",
    title: "Save leads",
    help: "Rows become leads in Hunter; a lead that is there already is brought up to date.",
    toDo: "to save",
    verb: (count) => `Save ${count}`,
    warning: ({ send }) =>
      `${leads(send)} ${send === 1 ? "is" : "are"} saved in Hunter now. New leads can be deleted again from here; what changes in those that are there already cannot be taken back.`,
    undo: { push: "hunter.leads.delete", label: "Delete the created ones" },
  },
  {
    push: "hunter.leads.delete",
    api: "hunter",
    title: "Delete leads",
    help: "Leads of the rows are deleted in Hunter.",
    isDeletion: true,
    toDo: "to delete",
    verb: (count) => `Delete ${count}`,
    warning: ({ send }) =>
      `${leads(send)} will be deleted in Hunter; ${send === 1 ? "it is" : "they are"} kept in the sheet "Huntsheet deleted leads".`,
    takesBack: "Those that were created from here",
  },
  {
    push: "hunter.recipients",
    api: "hunter",
    title: "Add recipients",
    help: "Rows are added to a campaign of yours, by address or lead.",
    toDo: "to add",
    verb: (count) => `Add ${count}`,
    warning: ({ send }, campaign) =>
      `${people(send)} ${send === 1 ? "is" : "are"} added to "${campaign?.name}". ` +
      (campaign && isRunning(campaign)
        ? "The campaign is running: mail may leave at once, and what has left cannot be taken back."
        : "The campaign is not running: no mail leaves before it is started in Hunter. Until then they can be cancelled from here."),
    undo: { push: "hunter.recipients.cancel", label: "Cancel for the added ones" },
  },
  {
    push: "hunter.recipients.cancel",
    api: "hunter",
    title: "Cancel e-mails",
    help: "E-mails of a campaign that are scheduled for the rows' addresses are not sent.",
    toDo: "to cancel",
    verb: (count) => `Cancel for ${count}`,
    warning: ({ send }, campaign) =>
      `What "${campaign?.name}" has scheduled for ${people(send)} is cancelled. E-mails that have left cannot be taken back.`,
    takesBack: "Those that were added from here",
  },
];

export const wordsOf = ({ push }: Pick<SendForm, "push">): PushWords =>
  pushes.find((words) => words.push === push) ?? (pushes[0] as PushWords);

/** "58 people", "12 leads" */
export function countedRows({ push }: Pick<SendForm, "push">, count: number): string {
  if (push.startsWith("hunter.leads")) return leads(count);
  const thing = { "huntr.internal-notes": "note", "huntr.tags": "tag" }[push];
  return thing ? `${countText(count)} ${thing}${count === 1 ? "" : "s"}` : people(count);
}
