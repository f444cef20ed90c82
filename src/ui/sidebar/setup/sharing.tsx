import type { KeyState } from "../../calls.ts";
import { Button } from "../parts/button.tsx";

interface SharingProps {
  readonly name: string;
  readonly state: KeyState;
  readonly isBusy: boolean;
  readonly isSharing: boolean;
  readonly onShare: (share: boolean) => void;
}

/** Opens on a click: most people need it never, and nobody should do it by mistake. */
export function Sharing({ name, state, isBusy, isSharing, onShare }: SharingProps) {
  if (!state.stored && !state.shared) return null;
  return (
    <details class="disclosure">
      <summary>
        {state.shared ? "Shared with this spreadsheet" : "Share my key with this spreadsheet"}
      </summary>
      <p class="help">
        {state.shared
          ? `Everybody who can edit this spreadsheet can use the shared ${name} key, in formulas and imports.`
          : `Everybody who can edit this spreadsheet can then use your ${name} key, spend what it can spend, and even ` +
            "copy it. Formulas need this when they are to work for colleagues and the spreadsheet's owner (in a shared " +
            "drive: whoever made it) has no key."}
      </p>
      <Button
        isOff={isBusy}
        label={state.shared ? `Stop sharing the ${name} key` : `Share my ${name} key`}
        onClick={() => onShare(!state.shared)}
      >
        {sharingText(state.shared, isSharing)}
      </Button>
    </details>
  );
}

function sharingText(isShared: boolean, isSharing: boolean): string {
  if (isShared) return isSharing ? "Stopping…" : "Stop sharing";
  return isSharing ? "Sharing…" : "Share my key";
}
