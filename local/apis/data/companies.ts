/** The companies of the sample: Huntr knows them as employers, Hunter by their domains. All are made up. */
import { Dice } from "./dice.ts";
import { CITIES, plainLetters, STREETS } from "./people.ts";

export interface Company {
  readonly name: string;
  /** Under .example, which belongs to nobody (RFC 2606). */
  readonly domain: string;
  readonly industry: string;
  readonly foundedYear: number;
  readonly description: string;
  readonly address: string;
  readonly city: string;
  readonly size: string;
}

const FIRST =
  `Northlight Copperleaf Bluefin Harbor Juniper Meridian Redwood Saffron Tidewater Willow Amberline Brightwell
Cinder Driftwood Evergreen Foxglove Granite Hazel Ironbark Kestrel Lumen Marigold Nimbus Opal Pinecrest Quarry Riverbend
Stonegate Thistle Vantage`.split(/\s+/);

const SECOND = `Analytics Health Robotics Learning Logistics Software Studios Energy Foods Mobility`.split(
  /\s+/,
);

const INDUSTRIES: Readonly<Record<string, { industry: string; does: string }>> = {
  Analytics: { industry: "Internet & Telecom", does: "turns messy numbers into dashboards that people read" },
  Health: { industry: "Science", does: "builds booking and records for small clinics" },
  Robotics: { industry: "Industry", does: "makes arms that pack, sort and weld" },
  Learning: { industry: "Education & Career", does: "runs evening courses for people who change jobs" },
  Logistics: { industry: "Automotive", does: "moves parcels between towns overnight" },
  Software: { industry: "Technology", does: "writes tools for accountants and their clients" },
  Studios: { industry: "Art & Entertainment", does: "designs games and the worlds around them" },
  Energy: { industry: "Industry", does: "puts batteries under car parks" },
  Foods: { industry: "Food & Drink", does: "cooks for schools and hospitals" },
  Mobility: { industry: "Travel", does: "rents bicycles by the minute" },
};

const SIZES = [
  "1-10 employees",
  "11-50 employees",
  "51-200 employees",
  "201-500 employees",
  "501-1000 employees",
];

/** As many companies as asked for, the same ones every time; beyond 300 they get a number in their name. */
export function companies(count: number): Company[] {
  const dice = new Dice(0xc0ffee);
  const list: Company[] = [];
  for (let index = 0; index < count; index++) {
    const first = FIRST[index % FIRST.length] as string;
    const second = SECOND[Math.floor(index / FIRST.length) % SECOND.length] as string;
    const round = Math.floor(index / (FIRST.length * SECOND.length));
    const name = round === 0 ? `${first} ${second}` : `${first} ${second} ${round + 1}`;
    const about = INDUSTRIES[second] as { industry: string; does: string };
    const city = dice.pick(CITIES);
    list.push({
      name,
      domain: `${plainLetters(name)}.example`,
      industry: about.industry,
      foundedYear: dice.between(1921, 2021),
      description: `${name} ${about.does}.${dice.chance(0.3) ? "\n" : ""}`,
      address: `${dice.between(1, 2999)} ${dice.pick(STREETS)}, ${city.name}, ${city.region}`,
      city: city.name,
      size: dice.pick(SIZES),
    });
  }
  return list;
}
