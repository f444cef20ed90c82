import type { Twins } from "../../calls.ts";

interface FirstValuesProps {
  readonly id: string;
  /** What stands in the first filled cells of a column. */
  readonly values: readonly string[] | undefined;
  /** Where several columns have its header, all of these. */
  readonly twins: Twins[string] | undefined;
}

/** Below the choice of a column, so that a person sees a wrong one. */
export function FirstValues({ id, values = [], twins }: FirstValuesProps) {
  if (!twins) return <Values id={id} values={values} />;
  return (
    <div id={id} class="all-twins">
      {twins.map((one) => (
        <Values key={one.column} values={one.values} column={one.column} />
      ))}
    </div>
  );
}

interface ValuesProps {
  readonly id?: string;
  readonly values: readonly string[];
  readonly column?: string;
}

function Values({ id, values, column }: ValuesProps) {
  return (
    <p id={id} class="help first-values" title={values.join("\n")}>
      {column && <b>Column {column}: </b>}
      {values.length > 0 ? values.join(" · ") : "Nothing in its first rows."}
    </p>
  );
}
