import { howFlags } from "./at-risk.ts";
import { dayCell } from "./calendar.ts";
import { flagsOf, isLooking, RISK_THRESHOLDS } from "./flags.ts";
import { columnsOf, figure, HOW_DAYS, type Limit, NO_MEMBERS, type ReportKind } from "./kind.ts";
import { byName, groupsBy, namesInOrder, type Organisation, type Person } from "./people.ts";
import type { ReportTable, Threshold } from "./report.ts";

const TOUCHED: Threshold = {
  name: "days_touched",
  label: "Days within which a member counts as touched",
  value: 7,
  choices: [3, 5, 7, 10, 14],
};
const UNTOUCHED: Threshold = {
  name: "days_untouched",
  label: "Days after which a member counts as untouched",
  value: 14,
  choices: [7, 10, 14, 21, 30],
};

const NO_ADVISOR = "No advisor";

export const caseload: ReportKind = {
  title: "Caseload",
  needs: ["journeys", "progress", "members"],
  thresholds: [TOUCHED, UNTOUCHED, ...RISK_THRESHOLDS],
  make: (organisation, limit) => {
    const { persons, advisorFrom } = organisation;
    const all = countsOf(persons, organisation, limit);
    const counted = (label: string, i: number) => figure(label, all[i] ?? 0);
    return {
      filters: [],
      figures: [
        counted("Active members", 0),
        counted("At risk", 1),
        counted("Placed in the last 30 days", 2),
        counted(`Touched in ${limit(TOUCHED.name)} days`, 4),
        counted(`Untouched for ${limit(UNTOUCHED.name)} days`, 5),
      ],
      tables: [advisorTable(organisation, limit), untouchedTable(organisation, limit)],
      how: [
        advisorFrom === null
          ? 'Who advises whom is not known: Huntr does not tell, and there is no member field "Advisor".'
          : `The advisors are those in ${advisorFrom}.`,
        "Touched are active members for whom staff did something in Huntr within these days; untouched are those for whom nobody did for that long, counted from joining where nobody ever did. What is not in Huntr, such as a call, is not known.",
        "Placed are all members whose first accepted offer was in the last 30 or 90 days, today included, even if they are no longer active.",
        ...howFlags(organisation),
        HOW_DAYS,
      ],
    };
  },
};

/** Active, at risk, placed in 30 and in 90 days, touched, untouched. */
function countsOf(persons: readonly Person[], organisation: Organisation, limit: Limit): number[] {
  const { calendar } = organisation;
  const count = (isMeant: (person: Person) => boolean) => persons.filter(isMeant).length;
  const placedIn = (days: number) =>
    count(({ row }) => {
      const day = calendar.dayOf(row.placed_at);
      return day !== null && calendar.daysSince(day) < days;
    });
  return [
    count(({ isActive }) => isActive),
    count(
      (person) => isLooking(person) && flagsOf(person, organisation, limit).some((flag) => flag !== null),
    ),
    placedIn(30),
    placedIn(90),
    count(({ isActive, row }) => {
      const day = calendar.dayOf(row.last_staff_action_at);
      return isActive && day !== null && calendar.daysSince(day) < limit(TOUCHED.name);
    }),
    count((person) => isUntouched(person, organisation, limit)),
  ];
}

function isUntouched({ isActive, row, joined }: Person, { calendar }: Organisation, limit: Limit): boolean {
  const since = calendar.dayOf(row.last_staff_action_at) ?? joined;
  return isActive && since !== null && calendar.today - since >= limit(UNTOUCHED.name);
}

function advisorTable(organisation: Organisation, limit: Limit): ReportTable {
  const { persons } = organisation;
  const groups = groupsBy(persons, ({ advisor }) => advisor || NO_ADVISOR);
  const names = namesInOrder([...groups.keys()], NO_ADVISOR);
  return {
    title: "By advisor",
    columns: columnsOf(
      "Advisor",
      "Active members|number",
      "At risk|number",
      "Placed in 30 days|number",
      "Placed in 90 days|number",
      `Touched in ${limit(TOUCHED.name)} days|number`,
      `Untouched for ${limit(UNTOUCHED.name)} days|number`,
    ),
    rows:
      persons.length === 0
        ? []
        : [
            ...names.map((name) => [name, ...countsOf(groups.get(name) ?? [], organisation, limit)]),
            ["All", ...countsOf(persons, organisation, limit)],
          ],
    empty: NO_MEMBERS,
    chart: { kind: "bar", title: "Active members and those at risk", columns: [0, 1, 2], rows: names.length },
  };
}

function untouchedTable(organisation: Organisation, limit: Limit): ReportTable {
  const { persons, calendar } = organisation;
  const touched = ({ row }: Person) => calendar.dayOf(row.last_staff_action_at);
  return {
    title: `Untouched for ${limit(UNTOUCHED.name)} days`,
    columns: columnsOf(
      "Member",
      "E-mail",
      "Advisor",
      "Last action of staff|date",
      "Joined|date",
      "Member ID",
    ),
    rows: persons
      .filter((person) => isUntouched(person, organisation, limit))
      .sort((a, b) => (touched(a) ?? 0) - (touched(b) ?? 0) || byName(a, b))
      .map((person) => [
        person.name,
        person.email,
        person.advisor,
        dayCell(touched(person)),
        dayCell(person.joined),
        person.id,
      ]),
    empty: "No active member has been untouched for so long.",
    key: 5,
  };
}
