export type StageType =
  | "APPLY"
  | "PHONE_SCREEN"
  | "PHONE_INTERVIEW"
  | "ON_SITE_INTERVIEW"
  | "OFFER_RECEIVED"
  | "OFFER_ACCEPTED"
  | "OFFER_DECLINED";

/**
 * The documented 'Stage names to type mapping', in the text's own order. The text at hand lost what stood between the
 * names, so where one ends and the next begins is our reading. Where it can be read in two ways and both are sensible
 * names of that type, both are here; of the doubtful ones:
 * - 'onsite interviews' or 'onsite', 'interviews': all three;
 * - 'interview 3 technical' or 'interview 3', 'technical': the latter two;
 * - 'additional onsite interview', 'scheduled' or 'additional onsite', 'interview scheduled': all but a bare 'scheduled';
 * - '… reject offer refused offer rejected' at the end of OFFER_DECLINED: 'reject offer', 'refused offer',
 *   'offer refused', 'offer rejected', but no bare 'rejected': that is a default stage of Huntr's boards, for jobs
 *   that an employer turned down, and no offer was declined there.
 */
const STAGE_NAMES: Readonly<Record<StageType, readonly string[]>> = {
  APPLY: ["applied", "apply", "applying", "applied online"],
  PHONE_SCREEN: [
    "phone screen",
    "screening call",
    "phone screen(s)",
    "phone screening",
    "tech screen",
    "screening interview",
    "technical screen",
    "technical phone screen",
  ],
  PHONE_INTERVIEW: [
    "phone",
    "phone interview",
    "video interview",
    "hr interview",
    "hr phone interview",
    "phone interviews",
  ],
  ON_SITE_INTERVIEW: [
    "interview",
    "on-site",
    "on-site interview",
    "onsite",
    "interviews",
    "onsite interviews",
    "onsite interview",
    "on site",
    "on site interview",
    "final round interview",
    "interview 2",
    "interview 1",
    "2nd interview",
    "1st interview",
    "interviewing",
    "interviews 3+",
    "technical interview",
    "personal interview",
    "virtual interview",
    "in person interview",
    "in-person interview",
    "in-person interview(s)",
    "interviewed",
    "final round",
    "second interview",
    "entrevistas",
    "tech interview",
    "final interview",
    "live interview",
    "interview (1st)",
    "interview (2nd)",
    "second round",
    "first interview",
    "2nd round",
    "interview 3",
    "technical",
    "3rd interview",
    "additional onsite",
    "additional onsite interview",
    "interview scheduled",
    "1st round",
    "in-person",
    "initial interview",
    "entrevista",
  ],
  OFFER_RECEIVED: [
    "offer",
    "offers",
    "offer received",
    "offer extended",
    "offered",
    "offer letter",
    "ofertas",
  ],
  OFFER_ACCEPTED: ["offer accepted", "accepted", "accept", "accept offer"],
  OFFER_DECLINED: [
    "offer declined",
    "declined",
    "decline offer",
    "i rejected",
    "rejected by me",
    "i declined",
    "declined offer",
    "rejected offer",
    "reject offer",
    "refused offer",
    "offer refused",
    "offer rejected",
  ],
};

/** The type that Huntr infers from a stage's name, whatever its case; "" when the name implies none. */
export function stageType(name: string): StageType | "" {
  const wanted = name.trim().replace(/\s+/g, " ").toLowerCase();
  const types = Object.keys(STAGE_NAMES) as StageType[];
  return types.find((type) => STAGE_NAMES[type].includes(wanted)) ?? "";
}
