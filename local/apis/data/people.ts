/** Names of people and places of the sample; everyone is made up. */
import type { Dice } from "./dice.ts";

const GIVEN =
  `Graciela Nicole Roberto Rennie Ruipo Amara Bao Chidi Daniela Elif Farid Giulia Hana Ibrahim Jonas
Keiko Leila Mateo Nadia Oskar Priya Quentin Rosa Samir Tove Uma Viktor Wanjiru Xiomara Yusuf Zofia André Björn Chloé
Dmitri Esther Fatou Gareth Hyejin Ines Jamal Katya Lucas Mei Noor Olga Pavel Raúl Sofía Tomás`.split(/\s+/);

const FAMILY =
  `Varela Haylock Moscoso Fauli Okafor Nguyen Lindqvist Rossi Yılmaz Tanaka Haddad Johansson Kowalski Mensah
Novák Ortiz Petrov Quispe Rahman Schneider Takahashi Ueda Vasquez Weber Ximenes Yamamoto Zhang Andersen Bianchi
Castillo Dubois Eriksen Ferreira Gutierrez Hoffmann Ivanova Jensen Kimura Larsen Moreau Nakamura Olsen Park Ramos
Sato Torres Usman Vidal Walsh Young`.split(/\s+/);

export interface Name {
  readonly givenName: string;
  readonly familyName: string;
}

export function someName(dice: Dice): Name {
  return { givenName: dice.pick(GIVEN), familyName: dice.pick(FAMILY) };
}

/** Lower-case letters and digits of a name, without its accents: what goes into an e-mail address. */
export function plainLetters(text: string): string {
  return text
    .replaceAll("ı", "i")
    .normalize("NFD")
    .replace(/[^a-zA-Z0-9]/g, "")
    .toLowerCase();
}

export interface City {
  readonly name: string;
  readonly region: string;
  readonly lat: number;
  readonly lng: number;
}

export const CITIES: readonly City[] = [
  { name: "Vancouver", region: "BC V5T 3C2, Canada", lat: 49.2668893, lng: -123.1012246 },
  { name: "Seattle", region: "WA 98101, USA", lat: 47.6062095, lng: -122.3320708 },
  { name: "New York", region: "NY 10013, USA", lat: 40.7127753, lng: -74.0059728 },
  { name: "Montreal", region: "QC H2Y 1C6, Canada", lat: 45.5016889, lng: -73.567256 },
  { name: "Miami", region: "FL 33130, USA", lat: 25.7616798, lng: -80.1917902 },
  { name: "Berlin", region: "10115, Germany", lat: 52.53073, lng: 13.3844534 },
  { name: "Toronto", region: "ON M5V 2T6, Canada", lat: 43.653226, lng: -79.3831843 },
  { name: "Austin", region: "TX 78701, USA", lat: 30.267153, lng: -97.7430608 },
];

export const STREETS =
  `Main St, Market St, King St W, Granville St, Pine Ave, Front St, Invalidenstraße, Rue Saint-Paul,
Brickell Ave, Congress Ave, Hudson St, Queen St E`
    .split(",")
    .map((street) => street.trim());
