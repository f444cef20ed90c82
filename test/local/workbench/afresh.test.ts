import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import WebSocket from "ws";
import { main } from "../../../local/cli.ts";
import type { BookFile } from "../../../local/runtime/book-file.ts";
import type { ServerMessage } from "../../../local/workbench/messages.ts";
import { writeAddon } from "../runtime/fixture.ts";

const CODE = `function onOpen() {} function saveKeys(keys) { return keys; } function keep() {
  PropertiesService.getDocumentProperties().setProperty("kept", "yes");
}`;

const PATIENCE_MS = 15_000;

test("start afresh: the file gives way to a new one, and is kept beside it", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "afresh-")), "book.json");
  const lines: string[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const status = main(["open", "--port", "0", "--book", path], {
    print: () => {},
    tell: (line) => lines.push(line),
    dist: writeAddon(CODE),
    ended,
  });
  await vi.waitFor(() => expect(lines).toHaveLength(1), PATIENCE_MS);
  const url = /http:\S+\//.exec(lines[0] ?? "")?.[0] ?? "";
  const socket = new WebSocket(`${url.replace("http", "ws")}line`, { origin: url.slice(0, -1) });
  const heard: string[] = [];
  socket.on("message", (data) => heard.push((JSON.parse(String(data)) as ServerMessage).type));
  await vi.waitFor(() => expect(heard).toContain("menus"), PATIENCE_MS);
  socket.send(JSON.stringify({ type: "menu click", function: "keep" }));
  await vi.waitFor(() => expect(heard).toContain("saved"), PATIENCE_MS);
  socket.send(JSON.stringify({ type: "panel wish", wish: { kind: "start afresh" } }));
  await vi.waitFor(() => expect(heard).toContain("reload"), PATIENCE_MS);
  end();
  expect(await status).toBe(0);
  const kept = (file: string) =>
    (JSON.parse(readFileSync(file, "utf8")) as BookFile).properties.document.kept;
  expect(existsSync(path)).toBe(true);
  expect(kept(path)).toBeUndefined();
  expect(kept(path.replace(".json", ".before.json"))).toBe("yes");
});
