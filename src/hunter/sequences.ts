import { at, booleanAt, type ColumnSketch, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { campaigns } from "./campaigns.ts";
import { DETAILED_PER_PAGE, readDetailed } from "./details.ts";
import { LISTING } from "./listing.ts";
import { listIn } from "./records.ts";

/** Of people: the counts of steps are of messages, and do not add up to these. */
const counted = (name: string, help: string) => numberAt(name, help, at(`stats.${name}`));
const rate = (name: string) => counted(name, "From 0 to 1.");

const sketches = (): ColumnSketch[] => [
  numberAt("id", "Hunter id of the sequence."),
  textAt("name", "Name of the sequence."),
  textAt("status", "draft, planned, active, paused, completed, preparing, error or archived."),
  numberAt("recipients_count", "How many recipients the sequence has."),
  counted("sent", "To how many people mail was sent."),
  counted("delivered", "To how many it was delivered."),
  counted("opened", "How many opened one."),
  counted("clicked", "How many clicked in one."),
  counted("replied", "How many replied."),
  counted("bounced", "How many messages bounced."),
  counted("unsubscribed_recipients", "How many unsubscribed."),
  ...["open", "click", "reply", "bounce", "unsubscribed_recipients"].map((what) => rate(`${what}_rate`)),
  numberAt("steps", "How many e-mails a recipient gets at most.", at("follow_ups.unique_steps_count")),
  timeAt("start_at", "When it is to start.", at("schedule.start_at")),
  textAt("days", "Days of the week on which mail leaves, 0 to 6.", at("schedule.days")),
  numberAt("time_start", "From which second of the day on.", at("schedule.time_start")),
  numberAt("time_end", "Up to which second of the day.", at("schedule.time_end")),
  textAt("email_account_ids", "Numbers of the accounts that it is sent from."),
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
  paging: { ...LISTING.paging, limit: DETAILED_PER_PAGE },
  records: listIn("sequences"),
  read: readDetailed([
    ["", ""],
    ["stats", "/stats"],
  ]),
  get columns() {
    return columns();
  },
  formula: { name: "HUNTER_SEQUENCES", help: "Your sequences with their state and statistics." },
};
