import { importsWithin } from "./imports.mjs";
import { layered } from "./layers.mjs";

/** Where it lies, below the project. */
export const PICTURE = "docs/architecture.svg";

/** The parts of src/, and what each is, in a few words. Files beside the folders are one part, but for the entry. */
const PARTS = new Map([
  ["bound.ts", "these and a web app, for one spreadsheet"],
  ["main.ts", "the names that Google finds"],
  ["entry", "what Google calls, a file for each kind"],
  ["ui/sidebar", "the sidebars' pages"],
  ["gas", "Google's services, and nothing else names them"],
  ["ui", "menu, calls, what sidebars ask for"],
  ["formulas", "the custom functions"],
  ["runs", "long work in slices"],
  ["tables", "managed tables: plan, apply"],
  ["ledger", "paid questions and answers"],
  ["reports", "what each report counts"],
  ["huntr", "Huntr's API: tables, changes, pushes"],
  ["hunter", "Hunter's API: look-ups, leads"],
  ["core", "client, paging, retry, columns, ports"],
]);

/** The entries, APIs and pushes that there are. */
const LISTS = "the lists";

const BOX_HEIGHT = 76;
const ROW_HEIGHT = 122;
const LINE_HEIGHT = 16;
/** More folders than that are not named in their box. */
const NAMED_FOLDERS = 5;
const MARGIN = 16;
const GAP = 24;
/** Of a letter, on the average, at a font of 11 pixels. */
const LETTER = 5.9;

/**
 * The parts of src/ in layers, as an SVG: each imports only what is below it. An arrow goes to the parts right below,
 * with how many imports it stands for; what is also reached by way of those is written in the box.
 * @param {string} root the project's folder
 * @returns {string}
 */
export function architecturePicture(root) {
  return pictureOf(importsWithin(root, "src"));
}

/**
 * @typedef {{ name: string; lines: string[]; width: number }} Box
 * @typedef {{ from: string; to: string; count: number }} Arrow
 */

/**
 * @param {import("./imports.mjs").Imports} imports of files below src/
 * @returns {string}
 * @throws Error for a folder of which PARTS does not say what it is
 */
export function pictureOf(imports) {
  const arrows = arrowsOf(imports);
  const direct = arrows.filter((arrow) => !isImplied(arrows, arrow));
  const boxes = [...new Set([...imports.keys()].map(partOf))].map((name) =>
    boxOf(
      name,
      [...imports.keys()],
      arrows.filter((arrow) => arrow.from === name && !direct.includes(arrow)),
    ),
  );
  const width = new Map(boxes.map((box) => [box.name, box.width]));
  const { places, bends, total } = layered([...width], direct, GAP);
  const rows = Math.max(...[...places.values()].map(({ row }) => row)) + 1;
  const x = (/** @type {number} */ centre) => Math.round(MARGIN + centre);
  // The lowest layer is row 0.
  const y = (/** @type {number} */ row) => MARGIN + (rows - 1 - row) * ROW_HEIGHT;
  const size = { width: Math.round(total + 2 * MARGIN), height: y(0) + BOX_HEIGHT + MARGIN };

  const lines = direct.map(({ from, to, count }) => {
    const [start, end] = [places.get(from), places.get(to)];
    if (!start || !end) return "";
    const points = [start, ...(bends.get(`${from} ${to}`) ?? []), end];
    let path = `M${x(start.x)} ${y(start.row) + BOX_HEIGHT}`;
    points.slice(1).forEach((point, i) => {
      const before = points[i] ?? start;
      const [top, bottom] = [y(before.row) + BOX_HEIGHT, y(point.row) - (point === end ? 5 : 0)];
      const middle = (top + bottom) / 2;
      path += ` C${x(before.x)} ${middle} ${x(point.x)} ${middle} ${x(point.x)} ${bottom}`;
      if (point !== end) path += ` V${y(point.row) + BOX_HEIGHT}`;
    });
    const last = points.at(-2) ?? start;
    const label = { x: x(end.x * 0.38 + last.x * 0.62), y: y(end.row) - 0.5 * (ROW_HEIGHT - BOX_HEIGHT) + 1 };
    return [
      `<path d="${path}" fill="none" stroke="#5f6368" marker-end="url(#to)"/>`,
      `<text x="${label.x}" y="${label.y}" text-anchor="middle" class="count">${roughly(count)}</text>`,
    ].join("\n");
  });
  const drawn = boxes.map(({ name, lines: words, width: wide }) => {
    const place = places.get(name);
    if (!place) return "";
    const [left, top] = [x(place.x - wide / 2), y(place.row)];
    const first = top + (BOX_HEIGHT - words.length * LINE_HEIGHT) / 2 + 12;
    const text = words.map(
      (word, i) =>
        `<text x="${x(place.x)}" y="${first + i * LINE_HEIGHT}" text-anchor="middle"${i === 0 ? ' class="name"' : ""}>${word}</text>`,
    );
    return [
      `<rect x="${left}" y="${top}" width="${Math.round(wide)}" height="${BOX_HEIGHT}" rx="6" fill="#e8f0fe" stroke="#4a6da7"/>`,
      ...text,
    ].join("\n");
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="The parts of src in layers">`,
    "<!-- Written by npm run docs from the imports in src/. -->",
    "<style>text{font:11px sans-serif;fill:#202124}.name{font:bold 13px sans-serif}.count{paint-order:stroke;stroke:#fff;stroke-width:4px}</style>",
    '<defs><marker id="to" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#5f6368"/></marker></defs>',
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    ...lines,
    ...drawn,
    "</svg>",
  ].join("\n")}\n`;
}

/** Tens for what is more: the picture need not change with every import. @param {number} count */
const roughly = (count) => (count < 10 ? String(count) : `~${Math.round(count / 10) * 10}`);

/** @param {string} file below the project, as "src/runs/import/import.ts" */
function partOf(file) {
  const path = file.replace(/^src\//, "");
  if (path.startsWith("ui/sidebar/")) return "ui/sidebar";
  if (path.includes("/")) return path.slice(0, path.indexOf("/"));
  return PARTS.has(path) ? path : LISTS;
}

/** @param {import("./imports.mjs").Imports} imports @returns {Arrow[]} with how many imports each stands for */
function arrowsOf(imports) {
  /** @type {Map<string, Arrow>} */
  const arrows = new Map();
  for (const [file, targets] of imports)
    for (const target of targets) {
      const [from, to] = [partOf(file), partOf(target)];
      if (from === to) continue;
      const arrow = arrows.get(`${from} ${to}`) ?? { from, to, count: 0 };
      arrows.set(`${from} ${to}`, arrow);
      arrow.count += 1;
    }
  return [...arrows.values()];
}

/** Whether another way leads there. @param {readonly Arrow[]} arrows @param {Arrow} arrow */
function isImplied(arrows, { from, to }) {
  /** @param {string} part @returns {boolean} */
  const leads = (part) => arrows.some((one) => one.from === part && (one.to === to || leads(one.to)));
  return arrows.some((one) => one.from === from && one.to !== to && leads(one.to));
}

/**
 * @param {string} name
 * @param {readonly string[]} files all of src
 * @param {readonly Arrow[]} further what it imports beside what its arrows show
 * @returns {Box}
 */
function boxOf(name, files, further) {
  const own = files.filter((file) => partOf(file) === name);
  const means = name === LISTS ? "lists of what there is" : PARTS.get(name);
  if (means === undefined)
    throw new Error(`src/${name} is new: say in scripts/docs/architecture.mjs (PARTS) what it is.`);
  const loose = own.map((file) => file.replace("src/", "")).join(" · ");
  const title = name === LISTS ? loose : name.endsWith(".ts") ? name : `${name}/`;
  const depth = name.split("/").length + 1;
  const folders = new Set(own.map((file) => file.split("/").slice(depth, -1)[0]).filter(Boolean));
  const also = [...PARTS.keys(), LISTS].flatMap((part) =>
    further.filter(({ to }) => to === part).map(({ count }) => `${part} ${roughly(count)}`),
  );
  const lines = [
    title,
    means,
    ...(folders.size > 0 && folders.size <= NAMED_FOLDERS
      ? [[...folders].map((folder) => `${folder}/`).join(" · ")]
      : []),
    ...(also.length > 0 ? [`also ${also.join(", ")}`] : []),
  ];
  return {
    name,
    lines,
    width: Math.max(90, ...lines.map((line, i) => line.length * LETTER * (i ? 1 : 1.3) + 20)),
  };
}
