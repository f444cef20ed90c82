import type { Server } from "../parts/server.ts";
import { RunList } from "./run-list.tsx";

export function ProgressPage({ server }: { readonly server: Server }) {
  return (
    <main>
      <h1>Progress</h1>
      <RunList server={server} />
    </main>
  );
}
