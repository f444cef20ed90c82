import { alike, nameWithId } from "../../../core/names.ts";
import { industries } from "../../../hunter/industries.ts";
import type { SendForm, SendRecord } from "../../calls.ts";

/** Something of a row that goes out. */
export interface Field {
  /** As `startRun` takes it in `map` and `constants`. */
  readonly name: string;
  readonly label: string;
  /** What look-ups call it too: the server recognises its column, by header and contents. */
  readonly input?: string;
  /** Headers that people give to such a column: see `plain`. A field without goes by its label alone. */
  readonly words?: RegExp;
  /** Tells one row from another; one of them must have a column, and none can be the same for all. */
  readonly isKey?: boolean;
  /** Nothing of a row, but the same for all. */
  readonly isOfAll?: boolean;
  readonly type?: "choice" | "choices" | "date" | "number";
  /** Offered where a text is typed; others are taken as well. */
  readonly suggestions?: readonly string[];
  /** What happens where it is not sent. */
  readonly otherwise?: string;
  /** Of a choice, or of several: what is sent, and what is read. */
  readonly choices?: readonly {
    readonly value: string;
    readonly label: string;
    readonly record?: SendRecord;
  }[];
}

/** Who is added to a campaign, or cancelled in one. */
const RECIPIENT: readonly Field[] = [
  { name: "campaign_id", label: "Campaign", isOfAll: true },
  { name: "emails", label: "E-mail", input: "email", isKey: true },
  { name: "lead_ids", label: "Lead ID", words: /^(hunter|lead) id$/, isKey: true },
];

const MEMBER: readonly Field[] = [
  { name: "memberId", label: "Member ID", words: /^(member|huntr) id$/, isKey: true },
  { name: "memberEmail", label: "E-mail", input: "email", isKey: true },
];

/** In the order in which columns are given away; English, French, Spanish, German, Italian, Portuguese and Dutch. */
const FIELDS: { readonly [push: string]: readonly Field[] } = {
  "huntr.invitations": [
    { name: "email", label: "E-mail", input: "email", isKey: true },
    {
      name: "boardName",
      label: "Board name",
      words: /^(board|boardname|(nom du )?tableau|(nombre del )?tablero|(nome do )?quadro|(naam )?bord)$/,
    },
    {
      name: "boardTemplateId",
      label: "Board template",
      words: /\b(template|modele|plantilla|vorlage|modello|modelo|sjabloon)\b/,
    },
    {
      name: "advisorEmail",
      label: "Advisor's e-mail",
      words: /\b(advisor|adviser|coach|conseill\w+|berater\w*)\b/,
    },
  ],
  "huntr.member-fields": [
    { name: "id", label: "Member ID", words: /^(member|huntr) id$/, isKey: true },
    { name: "email", label: "E-mail", input: "email", isKey: true },
  ],
  "huntr.internal-notes": [
    ...MEMBER,
    { name: "htmlText", label: "Note", words: /^(internal )?notes?( text)?$/ },
  ],
  "huntr.goal-enrollments": [
    { name: "goalId", label: "Goal", isOfAll: true },
    ...MEMBER,
    { name: "oneTimeGoalStart", label: "Starts on", type: "date" },
  ],
  "huntr.tags": [
    { name: "name", label: "Name", words: /^tag$/, isKey: true },
    { name: "color", label: "Color", words: /^colour$/ },
    { name: "description", label: "Description" },
  ],
  "hunter.leads": [
    // A number that is not Hunter's own would change somebody else's lead: a plain "ID" is chosen by hand.
    { name: "id", label: "Lead ID", words: /^(hunter|lead) id$/, isKey: true },
    { name: "email", label: "E-mail", input: "email", isKey: true },
    {
      name: "first_name",
      label: "First name",
      input: "first_name",
    },
    {
      name: "last_name",
      label: "Last name",
      input: "last_name",
    },
    {
      name: "position",
      label: "Position",
      words: /\b(position|job(?! (url|link))|title|role|poste|puesto|cargo|stelle|funktion|ruolo|functie)\b/,
    },
    {
      name: "company_industry",
      label: "Industry",
      words: /\b(industry|sector|secteur|branche|industria|settore|setor)\b/,
      suggestions: industries,
    },
    {
      name: "company_size",
      label: "Company size",
      words: /\b(size|headcount|employees|taille|tamano|grosse|dimensione|tamanho|grootte)\b/,
    },
    { name: "linkedin_url", label: "LinkedIn address", words: /\blinkedin\b/ },
    { name: "twitter", label: "Twitter handle", words: /\btwitter\b/ },
    {
      name: "website",
      label: "Website",
      input: "domain",
    },
    { name: "company", label: "Company", input: "company" },
    {
      name: "confidence_score",
      label: "Confidence score",
      words: /\b(confidence|confiance)\b|^((e ?mail|finder) )?score$/,
    },
    { name: "country_code", label: "Country (two letters)", words: /\b(country|pays|pais|land|paese)\b/ },
    {
      name: "phone_number",
      label: "Phone number",
      words: /\b(phone|telephone|telefono|telefon|telefone|telefoon|mobile|tel)\b/,
    },
    { name: "source", label: "Source", words: /\b(source|origine|fuente|quelle|fonte|bron)\b/ },
    {
      name: "leads_list_id",
      label: "Leads list",
      words: /\b(leads? list|list|liste|lista|lijst)\b/,
      otherwise: "Hunter puts new leads on the list that was made last.",
    },
    // Never guessed: an account of old has neither.
    { name: "leads_list_ids", label: "Several leads lists (newer accounts)" },
    { name: "tags", label: "Tags (newer accounts)" },
    // Never guessed: a column of notes is often not for others to read.
    { name: "notes", label: "Notes in Hunter" },
  ],
  "hunter.leads.delete": [
    { name: "id", label: "Lead ID", words: /^(hunter|lead) id$/, isKey: true },
    { name: "email", label: "E-mail", input: "email", isKey: true },
  ],
  "hunter.recipients": RECIPIENT,
  "hunter.recipients.cancel": RECIPIENT,
};

/** Fields whose choices are the records of a table, and how one is called. */
const CHOSEN: {
  readonly [field: string]: { readonly table: string; readonly label: (record: SendRecord) => string };
} = {
  boardTemplateId: {
    table: "huntr.board-templates",
    label: ({ name, isDefault }) => `${name}${isDefault === true ? " (default)" : ""}`,
  },
  goalId: { table: "huntr.goals", label: ({ name }) => String(name) },
  leads_list_id: { table: "hunter.leads-lists", label: ({ name }) => String(name) },
  campaign_id: {
    table: "hunter.campaigns",
    label: (campaign) => `${campaign.name}${isRunning(campaign) ? " (running)" : ""}`,
  },
};

/** Mail may leave at once. */
export function isRunning({ started, paused }: SendRecord): boolean {
  return started === true && paused !== true;
}

/** The fields of a push, those that only this organisation has among them. */
export function fieldsOf({ push, records }: Pick<SendForm, "push" | "records">): Field[] {
  const staff = records["huntr.advisors"];
  // An account without advisors takes none.
  const fixed = (FIELDS[push] ?? []).flatMap((field): Field[] => {
    if (field.name !== "advisorEmail") return [field];
    return staff ? [{ ...field, suggestions: staff.map(({ email }) => String(email)) }] : [];
  });
  const taken = fixed.map(({ name }) => name);
  return [
    ...fixed.map((field) => {
      const { table, label } = CHOSEN[field.name] ?? {};
      if (!table || !label) return field;
      const all = (records[table] ?? []).filter(({ archived }) => archived !== true);
      // A number that is another one's name would be taken for that; a campaign is known by its number alone.
      const isName = ({ id }: SendRecord) =>
        !field.isOfAll && all.some(({ name }) => alike(String(name)) === String(id));
      const choices = all.map((record) => ({
        value: isName(record) ? nameWithId(record) : String(record.id),
        label: isTwin(record, all) ? `${label(record)} (ID ${record.id})` : label(record),
        record,
      }));
      return { ...field, type: "choice" as const, choices };
    }),
    ...(records["huntr.member-fields"] ?? []).map((field, _, all) => memberField(field, all, taken)),
    ...(records["hunter.custom-attributes"] ?? []).map(({ slug, label }) => ({
      name: `custom_attributes[${slug}]`,
      label: String(label),
    })),
  ];
}

/** Whether another one's name differs in nothing but case and blanks, or not even in that. */
export function isTwin(record: SendRecord, all: readonly SendRecord[]): boolean {
  return all.some((other) => other !== record && alike(String(other.name)) === alike(String(record.name)));
}

function memberField(record: SendRecord, all: readonly SendRecord[], taken: readonly string[]): Field {
  const { id, name, fieldType, choices } = record;
  const own = String(name);
  const isTaken = taken.includes(own) || all.some((other) => other !== record && other.name === own);
  // Under the name of another field it would be taken for that: an id is as good.
  const field = { name: isTaken ? String(id) : own, label: isTwin(record, all) ? nameWithId(record) : own };
  switch (fieldType) {
    case "MULTIPLE_CHOICE":
    case "MULTIPLE_SELECT": {
      const all = Array.isArray(choices) ? choices.map(String) : [];
      const type = fieldType === "MULTIPLE_CHOICE" ? "choice" : "choices";
      return { ...field, type, choices: all.map((value) => ({ value, label: value })) };
    }
    case "NUMBER":
      return { ...field, type: "number" };
    case "DATE":
      return { ...field, type: "date" };
    default:
      return field;
  }
}

/** Of a members table that Huntsheet fills: what the fields held in Huntr, for the server alone. */
const BASE_HEADER = "Member fields in Huntr";

/** Says of a header that a field's word in it is about something else. */
const BESIDE = /\b(ids?|nr|date|at|on|since|owner|status|posting|applied|type|huntsheet|company linkedin)\b/;

/** The headers that a person may choose among. */
export function headersOf({ headers }: Pick<SendForm, "headers">): readonly string[] {
  return headers.filter((header) => header !== BASE_HEADER);
}

/** Which column holds which field: first those that say the very word, then by what people write. */
export function recognised(form: Pick<SendForm, "push" | "records" | "headers" | "recognised">): {
  readonly [field: string]: string;
} {
  const fields = fieldsOf(form).filter(({ isOfAll }) => !isOfAll);
  const isMembers = form.headers.includes(BASE_HEADER);
  const columns = headersOf(form).map((header) => ({ header, words: plain(header) }));
  const found: Record<string, string> = {};
  const taken = new Set<string>();
  const give = ({ name }: Field, fits: (words: string, header: string) => boolean) => {
    if (name in found) return;
    const column = columns.find(({ header, words }) => !taken.has(header) && fits(words, header));
    if (!column) return;
    found[name] = column.header;
    taken.add(column.header);
  };
  for (const field of fields) {
    const { input } = field;
    if (input !== undefined) {
      const header = form.recognised[input];
      if (header !== undefined) give(field, (_, its) => its === header);
      continue;
    }
    const own = plain(field.label);
    const isId = field.name === "id" && isMembers;
    give(
      field,
      (words) =>
        words === own ||
        words === `${own} member field` ||
        words === `${own} custom attribute` ||
        (isId && words === "id"),
    );
  }
  for (const field of fields)
    give(field, (words) => field.words?.test(words) === true && (field.isKey || !BESIDE.test(words)));
  return found;
}

/** "E-Mail-Adresse" is "e mail adresse", "Prénom" is "prenom". */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
