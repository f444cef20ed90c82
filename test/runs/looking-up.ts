import type { Host } from "../../local/runtime/host.ts";
import { given } from "../formulas/computing.ts";
import { grid, must, type SeenRun, type Servers, settle, start } from "../rig.ts";

export const VERIFY = {
  kind: "lookup",
  lookup: "verify",
  sheet: "In",
  inputs: { email: "E-mail" },
  outputs: { status: "Status", score: "Score" },
};

/** A sheet "In" with names and addresses. */
export function givenAddresses(host: Host, emails: readonly (string | null)[]): void {
  given(host, [["Name", "E-mail"]]);
  const sheet = host.book.sheets().find(({ name }) => name === "In");
  if (sheet && emails.length > 900) host.book.insertRows(sheet.id, 2, emails.length);
  given(host, [["Name", "E-mail"], ...emails.map((email, i) => [`Person ${i}`, email])]);
}

/** As many different addresses. */
export function addresses(count: number, domains = 40): string[] {
  return Array.from({ length: count }, (_, i) => `person${i}@school${i % domains}.example`);
}

/** A look-up from start to end. */
export async function lookUp(host: Host, spec: object = VERIFY): Promise<SeenRun> {
  const { id } = await start(host, spec);
  return must((await settle(host)).find((run) => run.id === id));
}

/** The cells under a header of a sheet. */
export function under(host: Host, header: string, sheet = "In"): unknown[] {
  const [headers = [], ...rows] = grid(host, sheet);
  const at = headers.indexOf(header);
  return rows.map((row) => row[at]);
}

/**
 * How often each input was sent to a call of Hunter's since the n-th request.
 * @param answered counts only what was answered with this status.
 */
export function sentTo(
  { hunter }: Servers,
  call: string,
  parameter: string,
  since: number,
  answered?: number,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { url, status } of hunter.requests.slice(since)) {
    if (answered !== undefined && status !== answered) continue;
    const { pathname, searchParams } = new URL(url, "https://api.hunter.io");
    const input = pathname.endsWith(call) ? searchParams.get(parameter) : null;
    if (input !== null) counts.set(input, (counts.get(input) ?? 0) + 1);
  }
  return counts;
}

export function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, n) => all + n, 0);
}

/** What the account says was used of a pool. */
export function spentOn({ hunter }: Servers, credit: "searches" | "verifications" | "credits"): number {
  return (hunter.data.account.requests as Record<string, { used: number }>)[credit]?.used ?? 0;
}
