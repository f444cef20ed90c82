import { describe, expect, test } from "vitest";
import { entries } from "../../src/entries.ts";
import { huntrApi } from "../../src/huntr/api.ts";
import type { Work } from "../../src/runs/work.ts";
import { choicesOf } from "../../src/ui/server/choices.ts";
import { World } from "../core/scripted.ts";

/** Members on pages of two, each of which takes its time. */
function members(count: number, pageMs: number) {
  const world = new World();
  world.requestMs = pageMs;
  world.answer = ({ url }) => {
    const from = Number(new URL(url).searchParams.get("next") ?? 0);
    const data = [from, from + 1]
      .filter((n) => n < count)
      .map((n) => ({
        id: `m${n}`,
        givenName: "Ada",
        ...(n % 2 ? { familyName: "Lovelace" } : {}),
        email: `${n}@x.example`,
      }));
    return { json: { data, ...(from + 2 < count ? { next: String(from + 2) } : {}) } };
  };
  // What choices need of a run's work.
  const work = { entries, ports: world, client: () => world.client(huntrApi) } as unknown as Work;
  return { world, read: (from: string) => choicesOf("huntr.members", from, work, world.nowMs + 15_000) };
}

describe("choices", () => {
  test("are told after a few seconds, and the next call goes on from there: each once", () => {
    const { world, read } = members(15, 1_500);
    const labels: string[] = [];
    let calls = 0;
    for (let next: string | null = ""; next !== null; calls++) {
      const beganMs = world.nowMs;
      const part = read(next);
      expect(world.nowMs - beganMs).toBeLessThan(6_000);
      labels.push(...part.choices.map(({ id, label }) => `${id} ${label}`));
      next = part.next;
    }
    expect(calls).toBe(3);
    expect(labels).toEqual(
      Array.from({ length: 15 }, (_, n) => `m${n} Ada ${n % 2 ? "Lovelace " : ""}${n}@x.example`),
    );
  });

  test("of a fast API come in one call", () => {
    expect(members(15, 100).read("").next).toBeNull();
  });

  test("a record without a name goes by its id, one without an id is none", () => {
    const { world, read } = members(0, 0);
    world.replies({ json: { data: [{ id: "m1" }, { givenName: "Ada" }] } });
    expect(read("").choices).toEqual([{ id: "m1", label: "m1" }]);
  });
});
