/** What Huntr's default workflows do when a job enters a stage ("Stage names to type mapping" in its text). */

export type StageType =
  | "APPLY"
  | "PHONE_SCREEN"
  | "PHONE_INTERVIEW"
  | "ON_SITE_INTERVIEW"
  | "OFFER_RECEIVED"
  | "OFFER_ACCEPTED"
  | "OFFER_DECLINED";

// Only the names that the sample's boards use, or that a test may move a job to; the whole table is the add-on's to know.
const TYPES: Readonly<Record<string, StageType>> = {
  applied: "APPLY",
  apply: "APPLY",
  applying: "APPLY",
  "applied online": "APPLY",
  "phone screen": "PHONE_SCREEN",
  screening: "PHONE_SCREEN",
  "technical screen": "PHONE_SCREEN",
  phone: "PHONE_INTERVIEW",
  "phone interview": "PHONE_INTERVIEW",
  "video interview": "PHONE_INTERVIEW",
  interview: "ON_SITE_INTERVIEW",
  "on site interview": "ON_SITE_INTERVIEW",
  "final interview": "ON_SITE_INTERVIEW",
  entrevista: "ON_SITE_INTERVIEW",
  offer: "OFFER_RECEIVED",
  "offer received": "OFFER_RECEIVED",
  ofertas: "OFFER_RECEIVED",
  accepted: "OFFER_ACCEPTED",
  "offer accepted": "OFFER_ACCEPTED",
  declined: "OFFER_DECLINED",
  "offer declined": "OFFER_DECLINED",
};

export function stageType(name: string): StageType | undefined {
  return TYPES[name.toLowerCase()];
}

/** The activity that a workflow makes on entering a stage. */
export const WORKFLOW: Readonly<Record<StageType, { title: string; category: string }>> = {
  APPLY: { title: "Applied", category: "Apply" },
  PHONE_SCREEN: { title: "Phone Screen", category: "Phone Screen" },
  PHONE_INTERVIEW: { title: "Phone Interview", category: "Phone Interview" },
  ON_SITE_INTERVIEW: { title: "On Site Interview", category: "On Site Interview" },
  OFFER_RECEIVED: { title: "Offer received", category: "Offer Received" },
  OFFER_ACCEPTED: { title: "Accept Offer", category: "Accept Offer" },
  OFFER_DECLINED: { title: "Decline Offer", category: "Decline Offer" },
};

/** Activity categories with their ids, in the order of the text's listing. */
export const CATEGORIES: readonly { readonly id: string; readonly name: string }[] = [
  ["Email", "5e448e8df2b856c29af11181"],
  ["Meeting", "5e448f3bf2b856c29af11280"],
  ["Phone Call", "5e448f3bf2b856c29af11281"],
  ["Reach Out", "5e448f3bf2b856c29af11284"],
  ["Get Reference", "5e448f3bf2b856c29af11285"],
  ["Prep Cover Letter", "5e448f3bf2b856c29af11288"],
  ["Apply", "5e448f3bf2b856c29af11289"],
  ["Follow Up", "5e448f3bf2b856c29af1128c"],
  ["Send Availability", "5e448f3bf2b856c29af1128d"],
  ["Phone Screen", "5e448f3bf2b856c29af1128f"],
  ["Phone Interview", "5e448f3bf2b856c29af11293"],
  ["Assignment", "5e448f3bf2b856c29af11295"],
  ["On Site Interview", "5e448f3bf2b856c29af11296"],
  ["Rejected", "5e448f3bf2b856c29af11299"],
  ["Offer Received", "5e448f3bf2b856c29af1129c"],
  ["Prep Resume", "5e448f3bf2b856c29af1129d"],
  ["Decline Offer", "5e448f3bf2b856c29af1129f"],
  ["Accept Offer", "5e448f3bf2b856c29af112a1"],
  ["Other", "5e448f3bf2b856c29af112a3"],
  ["Prep for Interview", "5e448f3bf2b856c29af112a7"],
  ["Send Thank You", "5e448f3bf2b856c29af112ad"],
  ["Networking Event", "5e448f3bf2b856c29af112b3"],
  ["Application Withdrawn", "5e9a596e53a63660289cd97c"],
].map(([name = "", id = ""]) => ({ name, id }));

const BY_NAME = new Map(CATEGORIES.map((category) => [category.name, category]));

export function categoryNamed(name: string): { readonly id: string; readonly name: string } {
  const category = BY_NAME.get(name);
  if (category === undefined) throw new RangeError(`Huntr has no activity category "${name}"`);
  return category;
}

export const INTERVIEW_CATEGORIES: ReadonlySet<string> = new Set([
  "Phone Screen",
  "Phone Interview",
  "On Site Interview",
]);
