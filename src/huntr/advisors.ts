import { columnsOf, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { SHORT_LISTING } from "./listing.ts";

const columns = columnsOf("id full_name email last_seen_at created_at", () => [
  textAt("id", "Huntr id of the advisor."),
  textAt("fullName", "Given and family name."),
  textAt("givenName", "First name."),
  textAt("familyName", "Last name."),
  textAt("email", "E-mail address."),
  timeAt("lastSeenAt", "When the advisor was last in Huntr."),
  timeAt("createdAt", "When the advisor's account was made."),
]);

export const advisors: Resource = {
  ...SHORT_LISTING,
  table: "huntr.advisors",
  title: "Huntr Advisors",
  help: "The staff who advise your members.",
  path: "advisors",
  newer: {},
  label: ["full_name", "email"],
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_ADVISORS", help: "The staff who advise your members." },
};
