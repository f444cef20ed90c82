import { industries } from "../../../hunter/industries.ts";
import type { SendForm, SendRecord } from "../../calls.ts";

/** Something of a row that goes out. */
export interface Field {
  /** As `startRun` takes it in `map` and `constants`. */
  readonly name: string;
  readonly label: string;
  /** Headers that people give to such a column: see `plain`. A field without goes by its label alone. */
  readonly words?: RegExp;
  /** Tells one row from another; one of them must have a column, and none can be the same for all. */
  readonly isKey?: boolean;
  /** Nothing of a row, but the same for all. */
  readonly isOfAll?: boolean;
  readonly type?: "choice" | "date" | "number";
  /** Offered where a text is typed; others are taken as well. */
  readonly suggestions?: readonly string[];
  /** What happens where it is not sent. */
  readonly otherwise?: string;
  /** Of a choice: what is sent, and what is read. */
  readonly choices?: readonly {
    readonly value: string;
    readonly label: string;
    readonly record?: SendRecord;
  }[];
}

const EMAIL = /\b(e ?mails?|mail|courriel|correo|posta elettronica)\b/;

/** In the order in which columns are given away; English, French, Spanish, German, Italian, Portuguese and Dutch. */
const FIELDS: { readonly [push: string]: readonly Field[] } = {
  "huntr.invitations": [
    { name: "email", label: "E-mail", words: EMAIL, isKey: true },
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
  ],
  "huntr.member-fields": [
    { name: "id", label: "Member ID", words: /^(member|huntr) id$/, isKey: true },
    { name: "email", label: "E-mail", words: EMAIL, isKey: true },
  ],
  "hunter.leads": [
    // A number that is not Hunter's own would change somebody else's lead: a plain "ID" is chosen by hand.
    { name: "id", label: "Lead ID", words: /^(hunter|lead) id$/, isKey: true },
    { name: "email", label: "E-mail", words: EMAIL, isKey: true },
    {
      name: "first_name",
      label: "First name",
      words: /\b(first name|given|forename|vorname|prenom|voornaam)\b|^(nombre|nome)( proprio)?$/,
    },
    {
      name: "last_name",
      label: "Last name",
      words:
        /\b(last name|family|surname|nachname|familienname|apellidos?|cognome|sobrenome|achternaam)\b|^nom( de famille)?$/,
    },
    {
      name: "position",
      label: "Position",
      words: /\b(position|job|title|role|poste|puesto|cargo|stelle|funktion|ruolo|functie)\b/,
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
      words: /\b(domain|domaine|dominio|web ?s(ite|eite)|site|sitio|sito|url|homepage|website)\b/,
    },
    {
      name: "company",
      label: "Company",
      words:
        /\b(company|employer|organi[sz]ation|entreprise|societe|employeur|empresa|firma|unternehmen|arbeitgeber|azienda|bedrijf|werkgever)\b/,
    },
    { name: "confidence_score", label: "Confidence score", words: /\b(confidence|score|confiance)\b/ },
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
    // Never guessed: a column of notes is often not for others to read.
    { name: "notes", label: "Notes in Hunter" },
  ],
  "hunter.leads.delete": [
    { name: "id", label: "Lead ID", words: /^(hunter|lead) id$/, isKey: true },
    { name: "email", label: "E-mail", words: EMAIL, isKey: true },
  ],
  "hunter.recipients": [
    { name: "campaign_id", label: "Campaign", isOfAll: true },
    { name: "emails", label: "E-mail", words: EMAIL, isKey: true },
    { name: "lead_ids", label: "Lead ID", words: /^(hunter|lead) id$/, isKey: true },
  ],
  "hunter.recipients.cancel": [
    { name: "campaign_id", label: "Campaign", isOfAll: true },
    { name: "emails", label: "E-mail", words: EMAIL, isKey: true },
  ],
};

/** Fields whose choices are the records of a table, and how one is called. */
const CHOSEN: {
  readonly [field: string]: { readonly table: string; readonly label: (record: SendRecord) => string };
} = {
  boardTemplateId: {
    table: "huntr.board-templates",
    label: ({ name, isDefault }) => `${name}${isDefault === true ? " (default)" : ""}`,
  },
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
  const fixed = FIELDS[push] ?? [];
  const taken = fixed.map(({ name }) => name);
  return [
    ...fixed.map((field) => {
      const { table, label } = CHOSEN[field.name] ?? {};
      if (!table || !label) return field;
      const choices = (records[table] ?? [])
        .filter(({ archived }) => archived !== true)
        .map((record) => ({ value: String(record.id), label: label(record), record }));
      return { ...field, type: "choice" as const, choices };
    }),
    ...(records["huntr.member-fields"] ?? []).map((field) => memberField(field, taken)),
    ...(records["hunter.custom-attributes"] ?? []).map(({ slug, label }) => ({
      name: `custom_attributes[${slug}]`,
      label: String(label),
    })),
  ];
}

function memberField({ id, name, fieldType, choices }: SendRecord, taken: readonly string[]): Field {
  const label = String(name);
  // Under the name of another field it would be taken for that: an id is as good.
  const field = { name: taken.includes(label) ? String(id) : label, label };
  switch (fieldType) {
    case "MULTIPLE_CHOICE": {
      const all = Array.isArray(choices) ? choices.map(String) : [];
      return { ...field, type: "choice", choices: all.map((value) => ({ value, label: value })) };
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

/** The headers that a person may choose among. */
export function headersOf({ headers }: Pick<SendForm, "headers">): readonly string[] {
  return headers.filter((header) => header !== BASE_HEADER);
}

/** Which column holds which field, by its header: first those that say the very word, then by what people write. */
export function recognised(form: Pick<SendForm, "push" | "records" | "headers">): {
  readonly [field: string]: string;
} {
  const fields = fieldsOf(form).filter(({ isOfAll }) => !isOfAll);
  const isMembers = form.headers.includes(BASE_HEADER);
  const columns = headersOf(form).map((header) => ({ header, words: plain(header) }));
  const found: Record<string, string> = {};
  const taken = new Set<string>();
  const give = ({ name }: Field, fits: (words: string) => boolean) => {
    if (name in found) return;
    const column = columns.find(({ header, words }) => !taken.has(header) && fits(words));
    if (!column) return;
    found[name] = column.header;
    taken.add(column.header);
  };
  for (const field of fields) {
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
  for (const field of fields) give(field, (words) => field.words?.test(words) === true);
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
