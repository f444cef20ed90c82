import { at, type ColumnSketch, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Details, Resource } from "../core/resource.ts";
import { LISTING } from "./listing.ts";
import { addressOf, numberFrom, plainFields, told } from "./nested.ts";

/** H23. */
const PROFILE: Details = {
  path: ({ id }) => `candidates/${encodeURIComponent(String(id))}`,
  into: (candidate, profile) => ({ ...candidate, ...profile, id: candidate.id ?? null }),
};
/** H24. Not every candidate has them. */
const METRICS: Details = {
  path: ({ id }) => `candidates/${encodeURIComponent(String(id))}/action-metrics`,
  into: (candidate, actionMetrics) => ({ ...candidate, actionMetrics }),
};

const of =
  (details: Details) =>
  (column: ColumnSketch): ColumnSketch => ({ ...column, details });

/** What a profile tells in a list of its own. */
function tellingOf(help: Readonly<Record<string, string>>): ColumnSketch[] {
  return Object.entries(help).map(([path, words]) => textAt(path, words, told(path)));
}

const profile: ColumnSketch[] = [
  ...plainFields("text", "", "", {
    phoneNumber: "Phone number.",
    headline: "What the candidate calls themselves.",
    bio: "What the candidate writes about themselves.",
    currentLocation: "Where the candidate lives.",
    "currentLocation.name": "Name of that place.",
    "currentLocation.country": "Country of that place.",
    timezone: "Time zone of the candidate.",
    experiencePreference: "Experience that the next job is to ask for.",
    expectedSalary: "Salary that the candidate expects.",
    workEnvironmentPreference: "Where the candidate wants to work.",
    openToWorkEnvironments: "Where else the candidate would work.",
    jobTypePreferences: "Types of job that the candidate wants.",
    rolePreferencesNames: "Roles that the candidate wants.",
    industryPreferencesNames: "Industries that the candidate wants.",
    skillNames: "Skills of the candidate.",
    profilePhotoUrl: "Address of the photo.",
    backgroundPhotoUrl: "Address of the background.",
  }).map((column) =>
    column.name === "current_location"
      ? {
          ...column,
          value: ({ currentLocation }: JsonObject) =>
            isJsonObject(currentLocation) ? addressOf(currentLocation) : currentLocation,
        }
      : column,
  ),
  numberAt("totalWorkExperienceYears", "Years of work."),
  ...plainFields("boolean", "", "", {
    legallyAuthorizedToWorkInUsa: "Whether the candidate may work in the USA.",
    requireWorkVisaSponsorshipInUsa: "Whether the candidate needs a visa for that.",
    willingToRelocate: "Whether the candidate would move.",
    isVisibleToAllEmployers: "Whether every employer sees the candidate.",
    isPublicProfile: "Whether everybody sees the profile.",
  }),
  ...(["lat", "lng"] as const).map((name) => ({
    ...numberAt(`currentLocation.${name}`, "Latitude or longitude of that place, in degrees."),
    value: (candidate: JsonObject) => numberFrom(fieldAt(candidate, "currentLocation", name)),
  })),
  ...tellingOf({
    emails: "E-mail addresses, as name: value; name: value.",
    phoneNumbers: "Phone numbers, likewise.",
    profiles: "Profiles elsewhere, likewise.",
    locationPreferences: "Places where the candidate would work, likewise.",
    workExperiences: "Jobs that the candidate had, likewise.",
    volunteerExperiences: "Volunteer work, likewise.",
    educations: "Schools and degrees, likewise.",
    projects: "Projects, likewise.",
    links: "Links, likewise.",
  }),
  timeAt("createdAt", "When the profile was made."),
];

/** By the type of what happened, which is all the text tells of one. */
const VIEWED = "actionMetrics.CANDIDATE_PROFILE_VIEWED";

const metrics: ColumnSketch[] = [
  {
    ...numberAt("profile_views", "How often employers looked at the profile."),
    value: at(`${VIEWED}.totalCt`),
  },
  { ...numberAt("profile_viewers", "How many employers did."), value: at(`${VIEWED}.uniqueEmployersCt`) },
  textAt(
    "profile_viewed_by",
    "Which employers did, as name: value; name: value.",
    told(`${VIEWED}.employers`),
  ),
  textAt("actionMetrics", "All that Huntr counts, by type of action.", told("actionMetrics")),
];

const columns = columnsOf("id first_name last_name email member_id", () => [
  textAt("id", "Huntr id of the candidate."),
  textAt("firstName", "First name."),
  textAt("lastName", "Last name."),
  textAt("email", "E-mail address."),
  textAt("memberId", "Huntr id of the member."),
  ...profile.map(of(PROFILE)),
  ...metrics.map(of(METRICS)),
]);

export const candidates: Resource = {
  ...LISTING,
  table: "huntr.candidates",
  title: "Huntr Candidates",
  help: "Members whom employers can find, newest first. What is not ticked at first takes a request for each.",
  path: "candidates",
  newer: {},
  label: ["first_name", "last_name", "email"],
  filters: [
    { name: "email", kind: "text", help: "Only the candidate with this e-mail address." },
    { name: "memberId", kind: "text", help: "Only this member's.", of: "huntr.members" },
  ],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_CANDIDATES", help: "Members whom employers can find, newest first." },
};
