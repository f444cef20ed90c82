import { at, booleanAt, type ColumnSketch, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import type { Details, Resource } from "../core/resource.ts";
import { campaigns } from "./campaigns.ts";
import { LISTING } from "./listing.ts";
import { listIn } from "./records.ts";

/** Of a colleague's sequence the list may be all that is told. */
const untold = ["forbidden", "malformed"] as const;
const WHOLE: Details = {
  path: ({ id }) => `sequences/${String(id)}`,
  untold,
  into: (sequence, whole) => ({ ...sequence, ...whole }),
};
const STATS: Details = {
  path: ({ id }) => `sequences/${String(id)}/stats`,
  untold,
  into: (sequence, stats) => ({ ...sequence, stats }),
};

const whole = (column: ColumnSketch): ColumnSketch => ({ ...column, details: WHOLE });
/** Of people: the counts of steps are of messages, and do not add up to these. */
const counted = (name: string, help: string): ColumnSketch => ({
  ...numberAt(name, help, at(`stats.${name}`)),
  details: STATS,
});
const rate = (name: string) => counted(name, "From 0 to 1.");

const sketches = (): ColumnSketch[] => [
  numberAt("id", "Hunter id of the sequence."),
  textAt("name", "Name of the sequence."),
  whole(textAt("status", "draft, planned, active, paused, completed, preparing, error or archived.")),
  numberAt("recipients_count", "How many recipients the sequence has."),
  counted("sent", "To how many people mail was sent."),
  counted("delivered", "To how many it was delivered."),
  counted("opened", "How many opened one."),
  counted("clicked", "How many clicked in one."),
  counted("replied", "How many replied."),
  counted("bounced", "How many messages bounced."),
  counted("unsubscribed_recipients", "How many unsubscribed."),
  ...["open", "click", "reply", "bounce", "unsubscribed_recipients"].map((what) => rate(`${what}_rate`)),
  whole(numberAt("steps", "How many e-mails a recipient gets at most.", at("follow_ups.unique_steps_count"))),
  whole(timeAt("start_at", "When it is to start.", at("schedule.start_at"))),
  whole(textAt("days", "Days of the week on which mail leaves, 0 to 6.", at("schedule.days"))),
  whole(numberAt("time_start", "From which second of the day on.", at("schedule.time_start"))),
  whole(numberAt("time_end", "Up to which second of the day.", at("schedule.time_end"))),
  whole(textAt("email_account_ids", "Numbers of the accounts that it is sent from.")),
  textAt("owner", "E-mail address of whoever owns it.", at("owner.email")),
  numberAt("owner.id", "Number of whoever owns it."),
  booleanAt("editable", "Whether the sequence can be edited."),
  booleanAt("started", "Whether the sequence is started."),
  booleanAt("archived", "Whether the sequence is archived."),
  booleanAt("paused", "Whether the sequence is paused."),
];

const columns = columnsOf(
  "id name status recipients_count sent delivered opened clicked replied bounced open_rate click_rate reply_rate started paused archived",
  sketches,
);

/** What is called a campaign of old, with its state and what became of its mail. */
export const sequences: Resource = {
  ...LISTING,
  filters: campaigns.filters,
  table: "hunter.sequences",
  title: "Hunter Sequences",
  help: "Your sequences (campaigns) with their state, and how many opened, clicked and replied.",
  path: "sequences",
  newer: {},
  records: listIn("sequences"),
  get columns() {
    return columns();
  },
  formula: { name: "HUNTER_SEQUENCES", help: "Your sequences with their state and statistics." },
};
