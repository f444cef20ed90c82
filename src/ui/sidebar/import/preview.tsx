import type { ImportColumn, ImportPreview } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { cellText, extentText } from "./words.ts";

interface PreviewProps {
  readonly title: string;
  readonly apiName: string;
  readonly columns: readonly ImportColumn[];
  readonly preview: ImportPreview | null;
  readonly failure: CallFailure | null;
  readonly isReading: boolean;
  /** It was read with other filters than those that are set now. */
  readonly isOld: boolean;
  readonly onRead: () => void;
}

/** What the sheet would begin with. Text only: nothing in a cell is ever taken for markup. */
export function Preview({
  title,
  apiName,
  columns,
  preview,
  failure,
  isReading,
  isOld,
  onRead,
}: PreviewProps) {
  return (
    <div class="preview" aria-busy={isReading}>
      <div class="head">
        <h2>Preview</h2>
        {isOld && !isReading && !failure && (
          <Button look="quiet" onClick={onRead}>
            Update
          </Button>
        )}
      </div>
      <div role="status">
        <p class="help">
          {isReading ? "Reading the first rows…" : !failure && preview && said(preview, isOld, apiName)}
        </p>
        {failure && !isReading && <FailureNotice failure={failure} onAgain={onRead} />}
      </div>
      {preview && !failure && preview.rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        <section class={`sheet${isOld || isReading ? " old" : ""}`} tabIndex={0} aria-label={title}>
          <table>
            <thead>
              <tr>
                {columns.map(({ name, header }) => (
                  <th key={name} scope="col">
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.rows.map((row, index) => (
                <tr key={index}>
                  {columns.map(({ name, kind }) => (
                    <td key={name} class={kind === "number" ? "number" : undefined}>
                      {cellText(row[preview.names.indexOf(name)], kind)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function said(preview: ImportPreview, isOld: boolean, apiName: string): string {
  return isOld ? "With the filters as they were." : extentText(preview, apiName);
}
