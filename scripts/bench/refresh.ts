// What it costs to bring a table of 20,000 jobs, or members, up to date after some changes, by actions and by its whole
// listing: each in a file and on a server of its own, so that both have the same to do. Prints figures; nothing passes
// or fails.
import { type HuntrOptions, type HuntrServer, startHuntr } from "../../local/apis/index.ts";
import { buildRuntime } from "../../local/runtime/bundle.ts";
import { carried, line, measured, OURS, openHost, setUp, TOKEN } from "./parts/measure.ts";

const RECORDS = 20_000;
const HOUR_MS = 3_600_000;

/** So many changes of every kind, spread over all jobs. */
function changeJobs(server: HuntrServer, changes: number): void {
  const [owner] = server.data.members;
  const jobs = [...server.data.jobs];
  for (let n = 0; n < changes; n++) {
    const { id = "" } = jobs[Math.floor((n * jobs.length) / changes)] ?? {};
    if (n % 5 === 0) server.createJob({ owner: owner?.id ?? "", title: `New ${n}` });
    else if (n % 5 === 1) server.deleteJob(id);
    else if (n % 5 === 2) server.moveJob(id, "Offer");
    else if (n % 5 === 3) server.createActivity({ job: id, category: "Phone Interview" });
    else server.updateJob(id, { title: `Changed ${n}` });
  }
}

/** So many changes that actions of a newer Huntr tell of, spread over all members. */
function changeMembers(server: HuntrServer, changes: number): void {
  const field = server.data.memberFields.find(({ fieldType }) => fieldType === "TEXT")?.id ?? "";
  const members = [...server.data.members];
  for (let n = 0; n < changes; n++) {
    const { id = "" } = members[Math.floor((n * members.length) / changes)] ?? {};
    if (n % 5 === 0) server.deleteMember(id);
    else if (n % 5 === 1) server.setMemberActive(id, false);
    else server.setFieldValue(id, field, `Changed ${n}`);
  }
}

/** What is compared: a table, how many records it has, and what changes in it. */
interface Case {
  readonly noun: string;
  readonly sheet: string;
  readonly columns: number;
  readonly size: NonNullable<HuntrOptions["size"]>;
  readonly change: (server: HuntrServer, changes: number) => void;
}

const OF_JOBS: Case = {
  noun: "jobs",
  sheet: "Huntr Jobs",
  columns: 18,
  size: { jobs: RECORDS, activities: 4 * RECORDS },
  change: changeJobs,
};
const OF_MEMBERS: Case = {
  noun: "members",
  sheet: "Huntr Members",
  columns: 15,
  size: { jobs: 0, activities: 0, members: RECORDS },
  change: changeMembers,
};

/**
 * The same changes for either way, to a table that is refreshed each hour: right after an import what happened in the
 * minutes before it is read once more.
 */
async function compared(
  { noun, sheet, columns, size, change }: Case,
  changes: number,
  requestsPerSecond: number | null,
): Promise<void> {
  const limit = requestsPerSecond === null ? "no limit" : `${requestsPerSecond} requests a second allowed`;
  console.log(`\nRefresh of ${RECORDS.toLocaleString("en-US")} ${noun} after ${changes} changes, ${limit}`);
  console.log(`${" ".repeat(24)}   modelled s       real s     requests  sheet calls      % cells`);
  for (const full of [false, true]) {
    const server = await startHuntr({ token: TOKEN, size, requestsPerSecond, reading: "newer" });
    const host = await openHost(OURS, server.url);
    const refreshed = async (name: string, more: object): Promise<void> => {
      let note: string | null = null;
      const cost = await measured(host, async () => {
        ({ note } = await carried(host, { kind: "refresh", sheet, ...more }));
      });
      const figures = [
        [cost.modelledS, 1],
        [cost.realS, 1],
        [cost.requests, 0],
        [cost.spreadsheetCalls, 0],
        [(100 * cost.cellsWritten) / (RECORDS * columns), 2],
      ] as const;
      if (name !== "") console.log(line(name, figures), ` ${note}`);
    };
    try {
      await setUp(host);
      await carried(host, { kind: "import", table: `huntr.${noun}` });
      // Nothing but an action of the kind tells that there are such.
      change(server, 3);
      for (const name of ["", full ? "" : "nothing changed"]) {
        await host.advance(HOUR_MS);
        await refreshed(name, {});
      }
      await host.advance(HOUR_MS);
      change(server, changes);
      await refreshed(full ? "whole listing" : "by actions", full ? { full } : {});
    } finally {
      await host.close();
      await server.close();
    }
  }
}

await buildRuntime();
await compared(OF_JOBS, 50, null);
await compared(OF_JOBS, 50, 20);
await compared(OF_JOBS, 5, null);
await compared(OF_MEMBERS, 50, null);
