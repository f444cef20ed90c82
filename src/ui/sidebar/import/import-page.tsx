import { useEffect, useState } from "preact/hooks";
import type { ImportForm as Form } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { Icon } from "../parts/icon.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import { ImportForm } from "./import-form.tsx";

export function ImportPage({ server }: { readonly server: Server }) {
  const [form, setForm] = useState<Form | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);

  const load = () => {
    setFailure(null);
    server.importForm().then(setForm, setFailure);
  };
  // Asked for once the page shows: an empty page until Google answers looks broken.
  useEffect(load, []);

  return (
    <main>
      <h1>Import</h1>
      <p class="lead">Fill a sheet from Huntr or Hunter. Import again to bring it up to date.</p>
      <div role="status">
        {!form && !failure && <p class="help">Looking what can be imported…</p>}
        {failure && <FailureNotice failure={failure} onAgain={load} />}
      </div>
      {form &&
        !failure &&
        (hasAnyKey(form) ? (
          <ImportForm form={form} server={server} />
        ) : (
          <NoKey server={server} onFailure={setFailure} />
        ))}
    </main>
  );
}

function hasAnyKey({ keys }: Form): boolean {
  return keys.huntr || keys.hunter;
}

interface NoKeyProps {
  readonly server: Server;
  readonly onFailure: (failure: CallFailure) => void;
}

function NoKey({ server, onFailure }: NoKeyProps) {
  return (
    <div class="empty">
      <Icon name="sheet" />
      <p>There is no key yet. Paste yours for Huntr or Hunter, then come back.</p>
      <div class="buttons">
        <Button look="primary" onClick={() => void server.showSetup().catch(onFailure)}>
          Set up
        </Button>
      </div>
    </div>
  );
}
