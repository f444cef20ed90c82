/** What job adverts say. */
import type { Dice } from "./dice.ts";

/** Job titles by the programme that a member follows. */
const TITLES: Readonly<Record<string, readonly string[]>> = {
  "Web Design": [
    "Front End Engineer",
    "Junior Web Developer",
    "UI Designer",
    "Product Designer",
    "UX Researcher",
    "Full Stack Developer",
    "Web Producer",
    "Accessibility Specialist",
  ],
  iOS: [
    "iOS Engineer",
    "Mobile Developer",
    "Junior iOS Developer",
    "Swift Engineer",
    "Software Engineer, Apps",
  ],
  "Data Science": [
    "Data Analyst",
    "Junior Data Scientist",
    "Business Intelligence Analyst",
    "Machine Learning Engineer",
    "Analytics Engineer",
    "Research Assistant",
  ],
};

const LEVELS = ["", "", "", "Senior ", "Associate ", "Entry Level "];

export function someTitle(dice: Dice, programme: string): string {
  return dice.pick(LEVELS) + dice.pick(TITLES[programme] ?? ["Software Developer"]);
}

const OPENINGS = [
  "We are looking for someone who likes to finish things.",
  "Join a team of nine that ships every week.",
  "You will work between design and engineering.",
  "Our customers call us by our first names, and so will you.",
];
const DUTIES = [
  "You take a feature from a sketch to people's hands.",
  "You keep our reports right and quick.",
  "You answer questions before they are asked.",
  "You review others' work kindly and in detail.",
];
const OFFERS = [
  "Four weeks off, a budget for courses, and no meetings on Wednesdays.",
  "Health insurance from the first day & a desk by the window.",
  "Remote three days a week.",
];

export interface Advert {
  readonly html: string;
  readonly text: string;
}

export function someAdvert(dice: Dice): Advert {
  const paragraphs = [dice.pick(OPENINGS), dice.pick(DUTIES), dice.pick(OFFERS)];
  const html = `<p><strong>Description</strong></p><p>${paragraphs.join("</p><p>").replaceAll("&", "&amp;")}</p>`;
  return { html, text: paragraphs.join("\n") };
}

export function someSalary(dice: Dice): string {
  const thousands = dice.between(42, 140);
  switch (dice.between(0, 4)) {
    case 0:
      return `$${thousands}k`;
    case 1:
      return `$${thousands},000`;
    case 2:
      return `${thousands}000 - ${thousands + 15}000 CAD`;
    case 3:
      return `${thousands} 000 €`;
    default:
      return `$${Math.round(thousands / 2)}/hour`;
  }
}
