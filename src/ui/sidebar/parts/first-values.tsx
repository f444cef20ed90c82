interface FirstValuesProps {
  readonly id: string;
  /** What stands in the first filled cells of a column. */
  readonly values: readonly string[] | undefined;
}

/** Below the choice of a column, so that a person sees a wrong one. */
export function FirstValues({ id, values = [] }: FirstValuesProps) {
  return (
    <p id={id} class="help first-values" title={values.join("\n")}>
      {values.length > 0 ? values.join(" · ") : "Nothing in its first rows."}
    </p>
  );
}
