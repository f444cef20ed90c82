import { helpers } from "@odoo/o-spreadsheet";

/** A note, and its cell counted from 0. */
export interface CellNote {
  readonly col: number;
  readonly row: number;
  readonly note: string;
}

/** The parts of an .xlsx by their paths. */
type Parts = Record<string, string>;

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const NO_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}"></Relationships>`;

/** Elements that stand behind `legacyDrawing` in a sheet, by the order that the format prescribes. */
const BEHIND = [
  "<legacyDrawingHF",
  "<picture",
  "<oleObjects",
  "<controls",
  "<tableParts",
  "<extLst",
  "</worksheet>",
];

/** Shapes are numbered by the thousand, a thousand for each sheet. */
const SHAPES_OF_A_SHEET = 1024;

/** A note's box: so many columns and rows, beside its cell. */
const BOX = { columns: 2, rows: 4 };

/** Text as XML holds it; other signs than these have no place in it. */
function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  const allowed = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "");
  return allowed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function commentsPart(notes: readonly CellNote[]): string {
  const list = notes.map(
    ({ col, row, note }) =>
      `<comment ref="${helpers.toXC(col, row)}" authorId="0"><text><t xml:space="preserve">${escaped(note)}</t></text></comment>`,
  );
  return `${HEAD}<comments xmlns="${MAIN}"><authors><author></author></authors><commentList>${list.join("")}</commentList></comments>`;
}

/** Excel shows a comment only where a shape says how. */
function shapesPart(notes: readonly CellNote[], sheet: number): string {
  const shapes = notes.map(({ col, row }, index) => {
    const anchor = [col + 1, 15, row, 2, col + 1 + BOX.columns, 15, row + BOX.rows, 4].join(", ");
    return `<v:shape id="_x0000_s${SHAPES_OF_A_SHEET * sheet + index + 1}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffff" o:insetmode="auto"><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row}</x:Row><x:Column>${col}</x:Column></x:ClientData></v:shape>`;
  });
  return `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${sheet}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>${shapes.join("")}</xml>`;
}

function inserted(text: string, before: string, addition: string): string {
  const at = text.indexOf(before);
  return text.slice(0, at) + addition + text.slice(at);
}

/** Puts notes into an .xlsx that has none: o-spreadsheet's export knows nothing of them. `sheets`: of each sheet, in their order. */
export function addNotes(parts: Parts, sheets: readonly (readonly CellNote[])[]): void {
  const types: string[] = [];
  for (const [index, notes] of sheets.entries()) {
    if (notes.length === 0) continue;
    const number = index + 1;
    const sheetPath = `xl/worksheets/sheet${index}.xml`;
    const relationsPath = `xl/worksheets/_rels/sheet${index}.xml.rels`;
    const sheet = parts[sheetPath] ?? "";
    const next = BEHIND.find((tag) => sheet.includes(tag)) ?? "</worksheet>";
    parts[sheetPath] = inserted(sheet, next, `<legacyDrawing xmlns:r="${OFFICE}" r:id="rIdNoteShapes"/>`);
    parts[relationsPath] = inserted(
      parts[relationsPath] ?? NO_RELATIONS,
      "</Relationships>",
      `<Relationship Id="rIdNotes" Type="${OFFICE}/comments" Target="../comments${number}.xml"/><Relationship Id="rIdNoteShapes" Type="${OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing${number}.vml"/>`,
    );
    parts[`xl/comments${number}.xml`] = commentsPart(notes);
    parts[`xl/drawings/vmlDrawing${number}.vml`] = shapesPart(notes, number);
    types.push(
      `<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml" PartName="/xl/comments${number}.xml"/>`,
    );
  }
  if (types.length === 0) return;
  const vml =
    '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>';
  const typesPath = "[Content_Types].xml";
  parts[typesPath] = inserted(parts[typesPath] ?? "", "</Types>", vml + types.join(""));
}
