import { expect, test } from "vitest";
import type { Exchange } from "../../../local/runtime/events.ts";
import { maskedExchange } from "../../../local/workbench/masked-exchange.ts";

const KEY = "0123456789abcdef-secret";

function exchange(change: Partial<Exchange>): Exchange {
  return {
    id: 1,
    method: "GET",
    url: "https://api.hunter.io/v2/account",
    status: 200,
    atMs: 0,
    tookMs: 12,
    sent: { headers: [], body: null },
    received: { headers: [], body: Buffer.from("{}") },
    ...change,
  };
}

test.each<[string, Partial<Exchange>]>([
  ["as a bearer", { sent: { headers: [["Authorization", `Bearer ${KEY}`]], body: null } }],
  ["under the API's own name", { sent: { headers: [["x-api-key", KEY]], body: null } }],
  ["in the address", { url: `https://api.hunter.io/v2/account?a=1&api_key=${KEY}&b=2` }],
  ["in an answer's cookie", { received: { headers: [["Set-Cookie", `id=${KEY}`]], body: Buffer.alloc(0) } }],
  [
    "in a body that repeats it",
    {
      sent: { headers: [["X-API-KEY", KEY]], body: Buffer.from(`{"key":"${KEY}"}`) },
      received: { headers: [["X-Echo", KEY]], body: Buffer.from(`you sent ${KEY}`) },
    },
  ],
])("a key is masked %s", (_where, change) => {
  const shown = JSON.stringify(maskedExchange(exchange(change)));
  expect(shown).not.toContain(KEY);
  expect(shown).toContain("…");
});

test("what is no secret stays: scheme, other parameters, JSON a field a line", () => {
  const { url, sent, received } = maskedExchange(
    exchange({
      url: `https://api.hunter.io/v2/account?api_key=${KEY}&limit=2`,
      sent: { headers: [["Authorization", `Bearer ${KEY}`]], body: null },
      received: { headers: [["Content-Type", "application/json"]], body: Buffer.from('{"a":[1]}') },
    }),
  );
  expect(url).toBe("https://api.hunter.io/v2/account?api_key=…&limit=2");
  expect(sent).toEqual({ headers: [["Authorization", "Bearer …"]], body: "" });
  expect(received?.headers).toEqual([["Content-Type", "application/json"]]);
  expect(received?.body).toBe('{\n  "a": [\n    1\n  ]\n}');
});

test("of a long body only the beginning is shown, and how much is left out", () => {
  const { received } = maskedExchange(
    exchange({ received: { headers: [], body: Buffer.from("x".repeat(7234)) } }),
  );
  expect(received?.body).toBe(`${"x".repeat(6000)}\n… and 1,234 characters more`);
});

test("no answer is null", () => {
  expect(maskedExchange(exchange({ received: null })).received).toBeNull();
});
